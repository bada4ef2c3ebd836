import { ts } from 'ts-morph';

/** Every identifier of a file, whatever it stands for: a name that is not among them clashes with nothing. */
export function usedNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}
