import type { ImportStatement } from '../syntax/import-statement.ts';
import type { SourceHead } from '../syntax/source-head.ts';
import type { SourceStyle } from '../syntax/source-style.ts';
import { orderedIndex } from './import-order.ts';
import { insertion } from './insertion.ts';
import { insertListItem } from './insert-list-item.ts';
import type { TextEdit } from './patch.ts';
import { eolAt, lineEnd } from './text-lines.ts';

/** A class to import, and what the file is to call it. */
export interface NamedImport {
  readonly exported: string;
  readonly local: string;
  readonly specifier: string;
}

/** Where imports are in a file. */
export interface ImportSection {
  readonly statements: readonly ImportStatement[];
  readonly head: SourceHead;
}

/**
 * The insertions that import a name: into the braces of an import from the same module, else as a statement of its own, behind the
 * last import, in order where the imports are sorted, or on top of a file that has none.
 */
export function insertImport(
  text: string,
  section: ImportSection,
  named: NamedImport,
  format: { readonly style: SourceStyle; readonly printWidth: number },
): readonly TextEdit[] {
  const { style } = format;
  const braces = section.statements.find(({ specifier, named: list }) => specifier === named.specifier && list !== null)?.named;
  if (braces) return insertListItem(text, braces, { text: nameOf(named), ...format });

  const line = importLine(named, style);
  const index = orderedIndex(
    section.statements.map(({ specifier }) => specifier),
    named.specifier,
  );
  const before = section.statements[index - 1];
  const next = section.statements[index];
  const startsGroup = before === undefined || (isRelative(next) && !isRelative(before));
  if (next !== undefined && startsGroup) return [insertion(next.range.start, `${line}${eolAt(text, next.range.start, style.eol)}`)];
  if (before !== undefined) return [insertBehind(text, before, line, style)];
  return [insertOnTop(text, section.head, line, style)];
}

/** `import { A as B } from './a';` */
export function importLine(named: NamedImport, { bracePadding, quote, semicolon }: SourceStyle): string {
  return `import {${bracePadding}${nameOf(named)}${bracePadding}} from ${quote}${named.specifier}${quote}${semicolon}`;
}

function isRelative(statement: ImportStatement | undefined): boolean {
  return statement?.specifier.startsWith('.') === true;
}

function nameOf({ exported, local }: NamedImport): string {
  return exported === local ? exported : `${exported} as ${local}`;
}

function insertBehind(text: string, { range, tail }: ImportStatement, line: string, style: SourceStyle): TextEdit {
  const rest = text.slice(tail, lineEnd(text, tail));
  const eol = eolAt(text, tail, style.eol);
  if (rest.trim() === '') return insertion(tail, `${eol}${line}`);
  // Another statement shares the line: it stays behind ours, parted by a semicolon whatever the style.
  return insertion(range.end, `${eol}${line.replace(/;?$/, ';')}`);
}

function insertOnTop(text: string, { place, at }: SourceHead, line: string, style: SourceStyle): TextEdit {
  const eol = eolAt(text, at, style.eol);
  if (place === 'at') return insertion(at, `${line}${eol}${eol}`);
  return insertion(at, `${eol}${eol}${line}`);
}
