import type { ts } from 'ts-morph';

/** The 1-based line a node starts on: its decorators count, comments before it do not. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}
