import { ts } from 'ts-morph';

import { lineOf } from './line-of.ts';

/** The relative specifiers a file imports or re-exports from, in the order of the text. */
export function findRelativeSpecifiers(source: ts.SourceFile): readonly { readonly text: string; readonly line: number }[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith('.')) return [];
    return [{ text: moduleSpecifier.text, line: lineOf(statement) }];
  });
}
