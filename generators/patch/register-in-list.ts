import { findImportBindings, findImports } from '../syntax/find-imports.ts';
import type { LocatedList } from '../syntax/list-place.ts';
import { parseSource } from '../syntax/parse-source.ts';
import { readSourceStyle } from '../syntax/read-source-style.ts';
import { findSourceHead } from '../syntax/source-head.ts';
import { syntaxErrors } from '../syntax/syntax-errors.ts';
import { usedNames } from '../syntax/used-names.ts';
import { applyEdits, sortEdits } from './apply-edits.ts';
import { insertElement } from './insert-element.ts';
import { importLine, insertImport, type NamedImport } from './insert-import.ts';
import type { Patch, SourceText } from './patch.ts';
import { refuse } from './refuse.ts';
import { localNames, unclearNames, type EmittedSymbol } from './symbol-origin.ts';
import { lineAt, linesAddedBefore } from './text-lines.ts';

/** prettier's default, columns. */
const defaultPrintWidth = 80;

/** A class of ours that is to be an element of a list in a file of the host. */
export interface ListRegistration {
  readonly symbol: EmittedSymbol;
  /** The element as code, by the name that the file knows the class by. */
  readonly element: (localName: string) => string;
  /** Finds the list; `lineNow` tells where a line of the unedited file stands in `source`. */
  readonly locate: (source: SourceText, lineNow: (line: number) => number) => LocatedList;
  /** `the imports of AppModule` */
  readonly listName: string;
  /** How the list looks with the element alone, to be pasted. */
  readonly example: (element: string) => string;
  readonly printWidth: number | undefined;
}

/** Adds the import and the element; unchanged where the list has it; refused where that is not certain to be right. */
export function registerInList(source: SourceText, registration: ListRegistration): Patch {
  const patch = attempt(source, registration, (line) => line);
  if (patch.kind !== 'patched') return patch;
  const patched = { path: source.path, text: patch.text };
  const [error] = syntaxErrors(parseSource(patched.path, patched.text));
  const lineNow = (line: number): number => line + linesAddedBefore(line, source.text, patch.edits);
  if (error === undefined && attempt(patched, registration, lineNow).kind === 'unchanged') return patch;
  return refusal(source, registration, {
    message: 'The edited file did not pass the check that follows every edit.',
    line: lineAt(source.text, patch.edits.at(-1)?.start ?? 0),
    expected: `${registration.symbol.exported} in ${registration.listName}`,
    found: error?.message ?? 'it was not found there',
  });
}

function attempt(source: SourceText, registration: ListRegistration, lineNow: (line: number) => number): Patch {
  const { path, text } = source;
  const { symbol, listName } = registration;
  const file = parseSource(path, text);
  const [error] = syntaxErrors(file);
  if (error !== undefined) {
    return refusal(source, registration, {
      message: 'The file has a syntax error.',
      line: error.line,
      expected: 'a file that parses',
      found: error.message,
    });
  }
  const { place, reached } = registration.locate(source, lineNow);
  if (place.kind === 'obstacle') return refusal(source, registration, place);

  const bindings = findImportBindings(file);
  const known = localNames(bindings, symbol);
  if (known.some((name) => reached.has(name))) return { kind: 'unchanged', why: `${symbol.exported} is in ${listName} already.` };
  const [unclear] = unclearNames(reached, bindings, symbol);
  if (unclear !== undefined) {
    return refusal(source, registration, {
      message: `A ${symbol.exported} is in ${listName}, and this file does not tell whether it is the one from ${symbol.specifier}.`,
      line: reached.get(unclear) ?? 1,
      expected: `no ${symbol.exported}, or one imported from ${symbol.specifier}`,
      found: unclear,
    });
  }

  const statements = findImports(file);
  if (statements.length === 0 && /\.c?js$/.test(path)) {
    return refusal(source, registration, {
      message: 'The file is a script, to which no import can be added.',
      line: 1,
      expected: 'a TypeScript file, or a module with imports',
      found: path,
    });
  }

  const style = readSourceStyle(file);
  const format = { style, printWidth: registration.printWidth ?? defaultPrintWidth };
  const imported = known.find((name) => !name.includes('.'));
  const named: NamedImport = { ...symbol, local: imported ?? freeName(symbol.exported, usedNames(file)) };
  const section = { statements, head: findSourceHead(file) };
  const edits = sortEdits([
    ...(imported === undefined ? insertImport(text, section, named, format) : []),
    ...insertElement(text, place, { text: registration.element(named.local), ...format }),
  ]);
  return { kind: 'patched', text: applyEdits(text, edits), edits };
}

function freeName(name: string, used: ReadonlySet<string>): string {
  const candidates = [name, `Abp${name}`];
  const free = candidates.find((candidate) => !used.has(candidate));
  if (free !== undefined) return free;
  let count = 2;
  while (used.has(`Abp${name}${count}`)) count += 1;
  return `Abp${name}${count}`;
}

interface Obstacle {
  readonly message: string;
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

function refusal({ path, text }: SourceText, registration: ListRegistration, { message, line, expected, found }: Obstacle): Patch {
  const { symbol, listName, element, example } = registration;
  const file = parseSource(path, text);
  const local = freeName(symbol.exported, usedNames(file));
  const statement = importLine({ ...symbol, local }, readSourceStyle(file));
  return refuse({
    message,
    file: path,
    line,
    expected,
    found,
    remedy: `Add the import and the element to ${listName} by hand, then run the command again.`,
    snippet: `${statement}\n\n${example(element(local))}\n`,
  });
}
