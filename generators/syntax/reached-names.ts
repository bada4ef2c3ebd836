import { ts } from 'ts-morph';
import { findDeclaration } from './find-declaration.ts';
import { lineOf } from './line-of.ts';
import { findReferences, isReference } from './find-references.ts';

/**
 * The names that the elements of a list come from, `A` or `ns.A`, and their lines, 1-based. Follows spreads, conditions, calls, and the constants and
 * functions of the file with all that is pushed to them. Options in braces are left out, `{ module: A }` is not.
 */
export function reachedNames(roots: readonly ts.Node[]): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const seen = new Set<ts.Node>();

  const add = (name: string, node: ts.Node): void => {
    if (!names.has(name)) names.set(name, lineOf(node));
  };

  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) add(`${node.expression.text}.${node.name.text}`, node);
    if (ts.isPropertyAccessExpression(node) && !ts.isIdentifier(node.expression)) add(`?.${node.name.text}`, node);
    if (ts.isIdentifier(node) && isReference(node)) follow(node);
    if (ts.isObjectLiteralExpression(node)) {
      node.properties.filter((member) => member.name?.getText() === 'module').forEach(visit);
      return;
    }
    ts.forEachChild(node, visit);
  };

  const follow = (identifier: ts.Identifier): void => {
    add(identifier.text, identifier);
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
