import { findOptionList } from '../syntax/find-option-list.ts';
import type { Patch, SourceText } from './patch.ts';
import { registerInList } from './register-in-list.ts';

/** A class of ours for a list of classes in TypeORM's options: an entity, or a migration. */
export interface ClassRegistration {
  readonly list: 'entities' | 'migrations';
  /** 1-based: where the list, the options object, or the call, function or class around it begins. */
  readonly line: number;
  readonly className: string;
  /** How the file names ours: extension and alias as the host writes them. */
  readonly importSpecifier: string;
  /** Columns; 80 unless the host's formatter has it otherwise. */
  readonly printWidth?: number;
}

/** Imports a class and adds it to the entities or migrations that TypeORM is given, by insertions alone. */
export function registerEntity(source: SourceText, request: ClassRegistration): Patch {
  const { list, line, className, importSpecifier, printWidth } = request;
  return registerInList(source, {
    symbol: { exported: className, specifier: importSpecifier },
    element: (localName) => localName,
    locate: ({ path, text }, lineNow) => findOptionList(path, text, { key: list, line: lineNow(line) }),
    listName: `the ${list} of TypeORM's options`,
    example: (element) => `${list}: [${element}],`,
    printWidth,
  });
}
