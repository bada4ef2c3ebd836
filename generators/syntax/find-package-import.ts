import { ts } from 'ts-morph';

import { findDeclaration } from './find-declaration.ts';

/** A name that comes from a package, or from a module that could not be found. */
export interface PackageImport {
  readonly module: string;
  /** As exported there: `default` for a default import, `*` for the whole namespace. */
  readonly name: string;
}

/** Where a name comes from, for a node that {@link findValues} could not follow out of the host; `null` where it is no import. */
export function findPackageImport(node: ts.Node): PackageImport | null {
  if (ts.isImportSpecifier(node)) return imported(node.parent.parent.parent, node.propertyName ?? node.name);
  if (ts.isExportSpecifier(node)) return imported(node.parent.parent, node.propertyName ?? node.name);
  if (ts.isImportClause(node)) return imported(node.parent, 'default');
  if (ts.isNamespaceImport(node)) return imported(node.parent.parent, '*');
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const declaration = findDeclaration(node.expression);
    if (!declaration || !(ts.isNamespaceImport(declaration) || ts.isImportClause(declaration))) return null;
    const namespace = findPackageImport(declaration);
    return namespace && { module: namespace.module, name: node.name.text };
  }
  return null;
}

function imported(declaration: ts.Node, name: ts.ModuleExportName | 'default' | '*'): PackageImport | null {
  if (!ts.isImportDeclaration(declaration) && !ts.isExportDeclaration(declaration)) return null;
  const { moduleSpecifier } = declaration;
  if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return null;
  return { module: moduleSpecifier.text, name: typeof name === 'string' ? name : name.text };
}
