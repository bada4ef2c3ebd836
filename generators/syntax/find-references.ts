import { ts } from 'ts-morph';
import { findDeclaration, type NamedDeclaration } from './find-declaration.ts';

/**
 * One place where a variable is used: `read`, `grown` by a method that only adds or moves items (`x.push(A)`),
 * or `written` in any other way. `exported` makes it readable, and writable, from everywhere.
 */
export interface Reference {
  readonly identifier: ts.Identifier;
  readonly kind: 'read' | 'grown' | 'written' | 'exported';
}

const growing = new Set(['push', 'unshift']);
const mutating = new Set(['splice', 'pop', 'shift', 'fill', 'sort', 'reverse', 'copyWithin']);

/** All uses of a name in its file, its declaration left out. */
export function findReferences(declaration: NamedDeclaration): readonly Reference[] {
  const { name } = declaration;
  if (name === undefined || !ts.isIdentifier(name)) return [];
  const references: Reference[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node !== name && node.text === name.text && isReference(node) && findDeclaration(node) === declaration) {
      references.push({ identifier: node, kind: kindOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(declaration.getSourceFile());
  return isExported(declaration) ? [...references, { identifier: name, kind: 'exported' }] : references;
}

function isExported(declaration: NamedDeclaration): boolean {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

/** An identifier that stands for a variable, not for the name of a member. */
export function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent))
    return node !== (ts.isQualifiedName(parent) ? parent.right : parent.name);
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) return node !== parent.name;
  if (ts.isBindingElement(parent)) return node !== parent.propertyName && node !== parent.name;
  if (ts.isExportSpecifier(parent)) return node === (parent.propertyName ?? parent.name);
  return !ts.isImportSpecifier(parent) && !ts.isTypeNode(parent);
}

function kindOf(identifier: ts.Identifier): Reference['kind'] {
  const { parent } = identifier;
  if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return 'exported';
  let target: ts.Node = identifier;
  while (isMemberOf(target.parent, target)) {
    const access: ts.Node = target.parent;
    if (ts.isPropertyAccessExpression(access) && ts.isCallExpression(access.parent) && access.parent.expression === access) {
      if (growing.has(access.name.text)) return 'grown';
      return mutating.has(access.name.text) ? 'written' : 'read';
    }
    target = access;
  }
  const assignment = target.parent;
  return ts.isBinaryExpression(assignment) && assignment.left === target && isAssignment(assignment.operatorToken.kind)
    ? 'written'
    : 'read';
}

function isMemberOf(access: ts.Node, target: ts.Node): access is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return (ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access)) && access.expression === target;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}
