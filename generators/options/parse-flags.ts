import type { Issue } from '../errors/issue.ts';
import { checkFlags } from './check-flags.ts';
import type { Flags } from './flags.ts';
import { optionTable, type OptionName, type OptionRow } from './option-table.ts';
import { unknownOption } from './unknown-option.ts';

const rows = Object.entries(optionTable) as [OptionName, OptionRow][];

export interface ParsedFlags {
  readonly flags: Flags;
  readonly positionals: readonly string[];
  readonly issues: readonly Issue[];
}

/** Reads argv by the option table. Flags it does not know are answered with the nearest one. */
export function parseFlags(argv: readonly string[]): ParsedFlags {
  const given = new Map<OptionName, unknown>();
  const positionals: string[] = [];
  const issues: Issue[] = [];
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--') {
      positionals.push(...words.splice(0));
    } else if (!word.startsWith('-')) {
      positionals.push(word);
    } else {
      const [, rawName = word, inline] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
      const known = rows.find(([, row]) => rawName === `--${row.flag}`);
      if (!known) {
        issues.push(unknownOption(rawName));
        continue;
      }
      const [name, row] = known;
      const value = inline ?? (row.kind === 'switch' ? true : takeValue(words));
      if (given.has(name) && given.get(name) !== value) {
        issues.push(givenTwice(rawName));
      }
      given.set(name, value);
    }
  }
  const checked = checkFlags(Object.fromEntries(given));
  return { flags: checked.flags, positionals, issues: [...issues, ...checked.issues] };
}

/** The value behind a flag, or `null` where another flag stands there: `--path --yes` lacks the path. */
function takeValue(words: string[]): string | null {
  return words[0]?.startsWith('--') ? null : (words.shift() ?? null);
}

function givenTwice(flag: string): Issue {
  return {
    code: 'invalid-option',
    severity: 'error',
    message: `${flag} is given twice, with different values.`,
    expected: `${flag} once`,
    remedy: 'Leave one of them out.',
  };
}
