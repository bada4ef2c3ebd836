import { ts } from 'ts-morph';
import type { ImportBinding, ImportStatement } from './import-statement.ts';
import { endOfLineComments, listLiteral } from './list-literal.ts';

/** The `import` statements of a file, `import x = require()` among them, in the order of the text. */
export function findImports(file: ts.SourceFile): readonly ImportStatement[] {
  return file.statements.flatMap((statement) => {
    const specifier = moduleSpecifier(statement);
    if (specifier === null) return [];
    const named = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    const open = named !== undefined && ts.isNamedImports(named) && !named.parent.isTypeOnly;
    return {
      range: { start: statement.getStart(file), end: statement.end },
      tail: endOfLineComments(file.text, statement.end),
      specifier,
      bindings: importedNames(statement, specifier),
      named: open ? listLiteral(named) : null,
    };
  });
}

/** Every name of the file that stands for something of another module: imports, and constants taken from `require()` or `await import()`. */
export function findImportBindings(file: ts.SourceFile): readonly ImportBinding[] {
  return [...findImports(file).flatMap((statement) => statement.bindings), ...file.statements.flatMap(requiredNames)];
}

function moduleSpecifier(statement: ts.Statement): string | null {
  if (ts.isImportDeclaration(statement)) return textOf(statement.moduleSpecifier);
  if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
    return textOf(statement.moduleReference.expression);
  }
  return null;
}

function textOf(expression: ts.Expression): string | null {
  return ts.isStringLiteralLike(expression) ? expression.text : null;
}

function importedNames(statement: ts.Statement, specifier: string): readonly ImportBinding[] {
  if (ts.isImportEqualsDeclaration(statement)) {
    return [{ local: statement.name.text, imported: '*', specifier, kind: kindOf(statement) }];
  }
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  if (clause === undefined) return [];
  const kind = kindOf(clause);
  const names: ImportBinding[] = clause.name === undefined ? [] : [{ local: clause.name.text, imported: 'default', specifier, kind }];
  const named = clause.namedBindings;
  if (named === undefined) return names;
  if (ts.isNamespaceImport(named)) return [...names, { local: named.name.text, imported: '*', specifier, kind }];
  const elements = named.elements.map((element): ImportBinding => {
    const imported = (element.propertyName ?? element.name).text;
    return { local: element.name.text, imported, specifier, kind: kind === 'type' ? kind : kindOf(element) };
  });
  return [...names, ...elements];
}

function kindOf(node: { readonly isTypeOnly: boolean }): ImportBinding['kind'] {
  return node.isTypeOnly ? 'type' : 'value';
}

/** `const { A } = require('x')`, `const x = await import('x')`. */
function requiredNames(statement: ts.Statement): readonly ImportBinding[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }): readonly ImportBinding[] => {
    const specifier = initializer === undefined ? null : requiredSpecifier(initializer);
    if (specifier === null) return [];
    if (ts.isIdentifier(name)) return [{ local: name.text, imported: '*', specifier, kind: 'value' }];
    return name.elements.flatMap((element): readonly ImportBinding[] => {
      if (ts.isOmittedExpression(element) || !ts.isIdentifier(element.name)) return [];
      const imported = element.propertyName ?? element.name;
      return ts.isIdentifier(imported) ? [{ local: element.name.text, imported: imported.text, specifier, kind: 'value' }] : [];
    });
  });
}

function requiredSpecifier(initializer: ts.Expression): string | null {
  const call = ts.isAwaitExpression(initializer) ? initializer.expression : initializer;
  if (!ts.isCallExpression(call)) return null;
  const required = ts.isIdentifier(call.expression) && call.expression.text === 'require';
  const argument = call.arguments[0];
  if (argument === undefined || (!required && call.expression.kind !== ts.SyntaxKind.ImportKeyword)) return null;
  return textOf(argument);
}
