import { posix } from 'node:path';
import type { ImportBinding } from '../syntax/import-statement.ts';

/** A class of the emitted module as seen from a file of the host. */
export interface EmittedSymbol {
  readonly exported: string;
  readonly specifier: string;
}

/** Whether a specifier leads to the module of ours that another one names, as far as two texts can tell. */
export type Origin = 'ours' | 'foreign' | 'unclear';

/** The names under which a file knows the class, `ns.Name` among them. */
export function localNames(bindings: readonly ImportBinding[], symbol: EmittedSymbol): readonly string[] {
  return bindings
    .filter(({ kind, specifier }) => kind === 'value' && originOf(specifier, symbol.specifier) === 'ours')
    .flatMap(({ imported, local }) => (imported === symbol.exported ? [local] : imported === '*' ? [`${local}.${symbol.exported}`] : []));
}

/** The names of a list that may be the class, but come from where we cannot see it. */
export function unclearNames(reached: ReadonlySet<string>, bindings: readonly ImportBinding[], symbol: EmittedSymbol): readonly string[] {
  return [...reached].filter((name) => {
    const [first = '', ...members] = name.split('.');
    const binding = bindings.find(({ local }) => local === first);
    if (members.length === 0) {
      return binding?.imported === symbol.exported && originOf(binding.specifier, symbol.specifier) === 'unclear';
    }
    if (members.at(-1) !== symbol.exported) return false;
    return binding === undefined || (binding.imported === '*' && originOf(binding.specifier, symbol.specifier) === 'unclear');
  });
}

/**
 * A relative specifier is ours when it names the file or a folder above it (an index that hands it on), and foreign when it names
 * another file of a telling name (`./x.module`). Through a path alias the file's own name tells; a name that could be
 * a barrel (`./modules`, `@app/background-jobs`) leaves it open.
 */
export function originOf(specifier: string, ours: string): Origin {
  const theirs = withoutEnding(specifier);
  const target = withoutEnding(ours);
  if (theirs === target) return 'ours';
  const name = posix.basename(theirs);
  if (theirs.startsWith('.')) {
    if (target.startsWith(`${theirs}/`)) return 'ours';
    return name.includes('.') && name !== '..' && name !== '.' ? 'foreign' : 'unclear';
  }
  if (name === posix.basename(target)) return 'ours';
  return name === posix.basename(posix.dirname(target)) ? 'unclear' : 'foreign';
}

/** Without extension and `/index`, `./` only where it is needed. */
function withoutEnding(specifier: string): string {
  const bare = specifier.replace(/\.[cm]?[jt]s$/, '').replace(/\/index$/, '');
  if (!bare.startsWith('.')) return bare;
  const normal = posix.normalize(bare);
  return normal.startsWith('..') ? normal : `./${normal}`;
}
