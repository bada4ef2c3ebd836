import { ts } from 'ts-morph';
import { findDeclaration } from './find-declaration.ts';

/** A variable that is declared with a value. */
export type Constant = ts.VariableDeclaration & { readonly initializer: ts.Expression };

/** The variable that an identifier names, where the file gives it a value. */
export function constantOf(identifier: ts.Identifier): Constant | null {
  const declaration = findDeclaration(identifier);
  return declaration !== null && isConstant(declaration) ? declaration : null;
}

function isConstant(node: ts.Node): node is Constant {
  return ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined;
}
