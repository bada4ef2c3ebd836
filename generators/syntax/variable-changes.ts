import { ts } from 'ts-morph';
import type { NamedDeclaration } from './find-declaration.ts';
import { findReferences } from './find-references.ts';

/** Whether the variable can change once `use` is evaluated, so that a copy made there would miss it: further down, or in a function. */
export function changesAfter(declaration: NamedDeclaration, use: ts.Node): boolean {
  const home = enclosingFunction(declaration);
  return findReferences(declaration).some(
    ({ kind, identifier }) =>
      (kind === 'written' || kind === 'grown') && (identifier.pos > use.pos || enclosingFunction(identifier) !== home),
  );
}

function enclosingFunction(node: ts.Node): ts.Node | null {
  let scope: ts.Node | undefined = node.parent;
  while (scope !== undefined && !ts.isFunctionLike(scope)) scope = scope.parent;
  return scope ?? null;
}

/** Whether the variable, or its member `key`, is given another value somewhere. */
export function isWritten(declaration: NamedDeclaration, key: string): boolean {
  return findReferences(declaration).some(({ kind, identifier: { parent } }) => {
    return kind === 'written' && (!ts.isPropertyAccessExpression(parent) || parent.name.text === key);
  });
}

/** Nothing but `use` reads the variable, and what writes it only adds to what is there. */
export function isOnlyFor(declaration: ts.VariableDeclaration, use: ts.Node): boolean {
  return findReferences(declaration).every(({ kind, identifier }) => kind === 'grown' || identifier === use);
}
