import type { ts } from 'ts-morph';

/** The 1-based line a node starts on, its comments and decorators' trivia left out. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}
