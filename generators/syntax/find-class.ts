import { ts } from 'ts-morph';

/**
 * The classes of a file that go by `name`: declared so, or given to a constant so; `default` is the default export.
 * One at the top level hides those inside functions.
 */
export function findClasses(file: ts.SourceFile, name: string): readonly ts.ClassLikeDeclaration[] {
  const classes: ts.ClassLikeDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node) && namesOf(node).includes(name)) classes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const declared = classes.filter(({ parent }) => ts.isSourceFile(parent));
  return declared.length > 0 ? declared : classes;
}

function namesOf(node: ts.ClassLikeDeclaration): readonly string[] {
  const isDefault =
    ts.isExportAssignment(node.parent) || node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true;
  const variable = ts.isVariableDeclaration(node.parent) && ts.isIdentifier(node.parent.name) ? [node.parent.name.text] : [];
  return [...(node.name === undefined ? [] : [node.name.text]), ...variable, ...(isDefault ? ['default'] : [])];
}
