import { posix } from 'node:path';
import type { ImportBinding } from '../syntax/import-statement.ts';

/** A class of the emitted module as seen from a file of the host. */
export interface EmittedSymbol {
  readonly exported: string;
  readonly specifier: string;
}

/** Whether a specifier leads to the file of ours that another one names, as far as two texts can tell. */
export type Origin = 'ours' | 'foreign' | 'unclear';

/** The names under which a file knows the class, `ns.Name` among them. */
export function localNames(bindings: readonly ImportBinding[], symbol: EmittedSymbol): readonly string[] {
  return bindings
    .filter(({ kind, specifier }) => kind === 'value' && originOf(specifier, symbol.specifier) === 'ours')
    .flatMap(({ imported, local }) => (imported === symbol.exported ? [local] : imported === '*' ? [`${local}.${symbol.exported}`] : []));
}

/** The names of a list that may be the class, but come from where we cannot see it. */
export function unclearNames(
  reached: ReadonlyMap<string, number>,
  bindings: readonly ImportBinding[],
  symbol: EmittedSymbol,
): readonly string[] {
  return [...reached.keys()].filter((name) => {
    const [first = '', ...members] = name.split('.');
    const binding = bindings.find(({ local }) => local === first);
    const isUnclear = binding !== undefined && originOf(binding.specifier, symbol.specifier) === 'unclear';
    if (members.length === 0) return isUnclear && binding.imported === symbol.exported;
    return members.at(-1) === symbol.exported && (binding === undefined || (isUnclear && binding.imported === '*'));
  });
}

/**
 * Two relative specifiers can be compared, but for a barrel that may hand ours on (`./modules`). With a path alias on either side, file
 * and folder name together tell, and one of them alone leaves it open.
 */
export function originOf(specifier: string, ours: string): Origin {
  const theirs = withoutEnding(specifier);
  const target = withoutEnding(ours);
  const folder = posix.dirname(target);
  if (theirs === target || theirs === folder) return 'ours';
  const name = tail(theirs, 1);
  if (isRelative(theirs) && isRelative(target)) return /[^.]\./.test(name) ? 'foreign' : 'unclear';
  if (isRelative(theirs) !== isRelative(target) && tail(theirs, 2) === tail(target, 2)) return 'ours';
  return isRelative(theirs) || name === tail(target, 1) || name === tail(folder, 1) ? 'unclear' : 'foreign';
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

function tail(path: string, segments: number): string {
  return path.split('/').slice(-segments).join('/');
}

/** Without extension and `/index`, `./` only where it is needed. */
function withoutEnding(specifier: string): string {
  const bare = specifier.replace(/\.[cm]?[jt]s$/, '').replace(/\/index$/, '');
  if (!isRelative(bare)) return bare;
  const normal = posix.normalize(bare);
  return normal.startsWith('.') ? normal : `./${normal}`;
}
