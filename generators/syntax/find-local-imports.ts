import { ts } from 'ts-morph';

import type { ValueScope } from './value-scope.ts';

/** The files of the host that a file imports, re-exports or loads with `import()`, in the order of the text. */
export function findLocalImports(source: ts.SourceFile, scope: ValueScope): readonly string[] {
  const specifiers: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier && ts.isStringLiteralLike(specifier)) specifiers.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const found = specifiers.map((specifier) => scope.load(specifier, source.fileName)?.fileName);
  return [...new Set(found.filter((file) => file !== undefined))];
}

function specifierOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic ? node.arguments[0] : undefined;
}
