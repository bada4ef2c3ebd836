import { closest, distance } from 'fastest-levenshtein';
import type { Issue } from '../errors/issue.ts';
import { optionTable, type OptionRow } from './option-table.ts';

const rows: readonly OptionRow[] = Object.values(optionTable);

/** The answer to a flag that is not in the table. */
export function unknownOption(rawName: string): Issue {
  const negative = rows.find((row) => row.flag === `no-${rawName.replace(/^--/, '')}`);
  if (negative) {
    return {
      code: 'unknown-option',
      severity: 'error',
      message: `There is no option ${rawName}: that is the default, and --${negative.flag} the exception.`,
      expected: `${rawName} left out`,
      found: rawName,
      remedy: `Leave ${rawName} out.`,
    };
  }
  const names = [...rows.map((row) => `--${row.flag}`), '--help', '--version'];
  const nearest = closest(rawName, names);
  const isNear = distance(rawName, nearest) <= Math.max(2, Math.floor(rawName.length / 3));
  return {
    code: 'unknown-option',
    severity: 'error',
    message: `There is no option ${rawName}.${isNear ? ` Did you mean ${nearest}?` : ''}`,
    expected: isNear ? nearest : 'an option that --help shows',
    found: rawName,
    remedy: isNear ? `Use ${nearest}.` : 'See --help for the options.',
  };
}
