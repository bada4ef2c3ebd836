import { ts } from 'ts-morph';

import { findDeclaration } from './find-declaration.ts';
import type { ValueScope } from './value-scope.ts';

/**
 * What a file exports under a name, through re-exports: the declaration, the expression of `export default`, or the file that
 * `export * as name` stands for. A re-export from a package ends at its specifier. `null` where nothing has the name.
 */
export function findExport(file: ts.SourceFile, name: string, scope: ValueScope): ts.Node | null {
  return findIn(file, name, scope, new Set());
}

function findIn(file: ts.SourceFile, name: string, scope: ValueScope, seen: Set<ts.SourceFile>): ts.Node | null {
  if (seen.has(file)) return null;
  seen.add(file);
  for (const statement of file.statements) {
    const found = ownExport(statement, name) ?? reExport(statement, name, scope, seen);
    if (found) return found;
  }
  if (name === 'default') return null;
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement) || statement.exportClause) continue;
    const target = load(statement, scope);
    const found = target && findIn(target, name, scope, seen);
    if (found) return found;
  }
  return null;
}

function ownExport(statement: ts.Statement, name: string): ts.Node | null {
  if (ts.isExportAssignment(statement)) return name === 'default' ? statement.expression : null;
  if (ts.isVariableStatement(statement)) {
    return hasModifier(statement, ts.SyntaxKind.ExportKeyword) ? boundName(statement.declarationList.declarations, name) : null;
  }
  if (ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement) || ts.isEnumDeclaration(statement)) {
    if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return null;
    const exported = hasModifier(statement, ts.SyntaxKind.DefaultKeyword) ? 'default' : statement.name?.text;
    return exported === name ? statement : null;
  }
  return null;
}

function reExport(statement: ts.Statement, name: string, scope: ValueScope, seen: Set<ts.SourceFile>): ts.Node | null {
  if (!ts.isExportDeclaration(statement) || !statement.exportClause) return null;
  const { exportClause } = statement;
  if (ts.isNamespaceExport(exportClause)) return exportClause.name.text === name ? load(statement, scope) : null;
  const specifier = exportClause.elements.find((element) => element.name.text === name);
  if (!specifier) return null;
  const original = specifier.propertyName ?? specifier.name;
  if (!statement.moduleSpecifier) return ts.isIdentifier(original) ? findDeclaration(original) : null;
  const target = load(statement, scope);
  return target ? findIn(target, original.text, scope, new Set(seen)) : specifier;
}

function boundName(declarations: readonly (ts.VariableDeclaration | ts.BindingElement)[], name: string): ts.Declaration | null {
  for (const declaration of declarations) {
    if (ts.isIdentifier(declaration.name)) {
      if (declaration.name.text === name) return declaration;
      continue;
    }
    const found = boundName(
      declaration.name.elements.flatMap((element) => (ts.isBindingElement(element) ? [element] : [])),
      name,
    );
    if (found) return found;
  }
  return null;
}

function load(statement: ts.ExportDeclaration, scope: ValueScope): ts.SourceFile | null {
  const { moduleSpecifier } = statement;
  return moduleSpecifier && ts.isStringLiteral(moduleSpecifier)
    ? scope.load(moduleSpecifier.text, statement.getSourceFile().fileName)
    : null;
}

function hasModifier(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}
