import { ts } from 'ts-morph';

import type { ImportedName } from '../host/host.ts';
import { findDeclaration } from './find-declaration.ts';
import { findExport } from './find-export.ts';
import { findPackageImport } from './find-package-import.ts';
import type { ValueScope } from './value-scope.ts';

/** How another file imports what an identifier stands for: from where this file has it, or from this file where that exports it; `null` where it cannot. */
export function findImportedName(identifier: ts.Identifier, scope: ValueScope): ImportedName | null {
  const source = identifier.getSourceFile();
  const declaration = ts.isClassLike(identifier.parent) ? identifier.parent : findDeclaration(identifier);
  if (declaration === null) return null;
  const from = findPackageImport(declaration);
  if (from) {
    const file = scope.load(from.module, source.fileName)?.fileName;
    if (file !== undefined) return { name: from.name, from: { kind: 'file', file } };
    return from.module.startsWith('.') ? null : { name: from.name, from: { kind: 'package', package: from.module } };
  }
  const name = [identifier.text, 'default'].find((candidate) => findExport(source, candidate, scope) === declaration);
  return name === undefined ? null : { name, from: { kind: 'file', file: source.fileName } };
}
