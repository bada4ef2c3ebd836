import { closest, distance } from 'fastest-levenshtein';
import { optionTable, type OptionName, type OptionRow } from '../options/option-table.ts';

const rows = Object.entries(optionTable) as [OptionName, OptionRow][];
const flags = rows.map(([, row]) => row.flag);

/**
 * What of Yeoman's options is ours. Yeoman sets switches that were not given to `false`, and its parsers turn `--no-tests`
 * into `tests: false`.
 */
export function givenOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, row] of rows) {
    const isNegated = row.flag.startsWith('no-') && options[row.flag.slice('no-'.length)] === false;
    const value = isNegated || (options[row.flag] ?? options[name]);
    if (value !== undefined && value !== null && value !== false) {
      given[name] = value;
    }
  }
  return given;
}

/**
 * Options that look like one of ours, misspelt. `yo` takes any flag silently and its environment adds options of its own, so
 * only near misses can be told.
 */
export function misspeltOptions(options: Readonly<Record<string, unknown>>): readonly string[] {
  const known = new Set([...rows.map(([name]) => name as string), ...flags, ...flags.map((flag) => flag.replace(/^no-/, ''))]);
  return Object.keys(options)
    .filter((key) => !known.has(key) && /^[a-z][a-zA-Z-]{3,}$/.test(key) && !/[A-Z]/.test(key))
    .filter((key) => !yeomanOptions.has(key) && distance(key, closest(key, flags)) <= 2)
    .map((key) => `--${key}`);
}

/** Options of Yeoman itself that are near enough to ours to be mistaken. */
const yeomanOptions = new Set(['skip-cache', 'skip-install', 'force-install', 'ask-answered', 'help', 'env', 'resolved', 'namespace']);
