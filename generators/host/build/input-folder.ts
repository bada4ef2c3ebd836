import { posix } from 'node:path';

import { importedSpecifiers } from '../../syntax/imported-specifiers.ts';
import type { HostFiles } from '../host-files.ts';
import { hostPath } from '../host-path.ts';
import { moduleResolver } from '../resolve-module.ts';
import { commonFolder } from './build-output.ts';
import { selectedFiles, type SourceSelection } from './source-selection.ts';

type FindTarget = (specifier: string, from: string) => string | null;

const declaration = /\.d\.[cm]?ts$/;

/**
 * The folder that the inputs of `tsc` have in common, by its own rule: of the files it is given and all that they import, JSON among it, but no
 * declarations and no packages. An absolute posix path; `null` where there is no input.
 */
export function inputFolder(files: HostFiles, selection: SourceSelection): string | null {
  const findTarget = targetFinder(files);
  const inputs = selectedFiles(files, selection).filter((file) => !declaration.test(file));
  const [first] = inputs;
  if (first === undefined) return null;
  let common = inputs.map((file) => posix.dirname(file)).reduce(commonFolder, posix.dirname(first));

  for (let index = 0; index < inputs.length; index++) {
    const from = inputs[index] ?? first;
    const text = files.read(hostPath(files, from)) ?? '';
    const outside = (specifiers: readonly string[]): readonly string[] =>
      specifiers
        .filter((specifier) => !isRelative(specifier) || !isWithin(common, posix.resolve(posix.dirname(from), specifier)))
        .map((specifier) => findTarget(specifier, from))
        .filter((target) => target !== null && !isWithin(common, target))
        .filter((target) => target !== null);
    // The scanner is asked only where a word in quotes leads away: most files lead nowhere, and hosts have thousands.
    const targets = outside(quotedWords(text)).length === 0 ? [] : outside(importedSpecifiers(text));
    for (const target of targets) {
      common = commonFolder(common, posix.dirname(target));
      if (!target.endsWith('.json')) inputs.push(target);
    }
  }
  return common;
}

/** The file of the host that a specifier names, an absolute posix path; `null` for packages and declarations. */
function targetFinder(files: HostFiles): FindTarget {
  const resolve = moduleResolver(files);
  // What is not relative means the same in all files of an application.
  const aliases = new Map<string, string | null>();
  const find: FindTarget = (specifier, from) => {
    const path = posix.join(posix.dirname(from), specifier);
    const isJson = isRelative(specifier) && specifier.endsWith('.json') && files.exists(hostPath(files, path)) === 'file';
    const found = isJson ? hostPath(files, path) : resolve(specifier, hostPath(files, from));
    return found === null || declaration.test(found) || found.includes('node_modules/') ? null : posix.resolve(files.root, found);
  };
  return (specifier, from) => {
    if (isRelative(specifier)) return find(specifier, from);
    const known = aliases.get(specifier);
    if (known !== undefined) return known;
    const found = find(specifier, from);
    aliases.set(specifier, found);
    return found;
  };
}

function quotedWords(text: string): readonly string[] {
  return [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"]([^'"\n]+)['"]/g)].map((match) => match[1] ?? '');
}

function isRelative(specifier: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(specifier);
}

function isWithin(folder: string, path: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}
