import { ts } from 'ts-morph';
import { findDeclaration } from './find-declaration.ts';
import { findReferences, isReference } from './find-references.ts';

/**
 * The names that the elements of a list come from: `A`, `ns.A`. Follows spreads, conditions, calls, and the constants and
 * functions of the file with all that is pushed to them. Options in braces are left out, `{ module: A }` is not.
 */
export function reachedNames(roots: readonly ts.Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<ts.Node>();

  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) names.add(`${node.expression.text}.${node.name.text}`);
    if (ts.isPropertyAccessExpression(node) && !ts.isIdentifier(node.expression)) names.add(`?.${node.name.text}`);
    if (ts.isIdentifier(node) && isReference(node)) follow(node);
    if (ts.isObjectLiteralExpression(node)) {
      node.properties.filter((member) => member.name?.getText() === 'module').forEach(visit);
      return;
    }
    ts.forEachChild(node, visit);
  };

  const follow = (identifier: ts.Identifier): void => {
    names.add(identifier.text);
    const declaration = findDeclaration(identifier);
    if (declaration === null || seen.has(declaration)) return;
    seen.add(declaration);
    if (ts.isFunctionDeclaration(declaration) && declaration.body !== undefined) visit(declaration.body);
    if (!ts.isVariableDeclaration(declaration)) return;
    if (declaration.initializer !== undefined) visit(declaration.initializer);
    for (const { kind, identifier: place } of findReferences(declaration)) {
      if (kind === 'grown' || kind === 'written') visit(statementOf(place));
    }
  };

  for (const root of roots) {
    // A map of classes is a list too: `{ A, B }`.
    if (ts.isObjectLiteralExpression(root)) root.properties.forEach(visit);
    else visit(root);
  }
  return names;
}

function statementOf(node: ts.Node): ts.Node {
  let statement = node;
  while (!ts.isExpressionStatement(statement) && statement.parent !== undefined) statement = statement.parent;
  return statement;
}
