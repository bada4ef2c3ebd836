import { closest, distance } from 'fastest-levenshtein';
import type { Issue } from '../errors/issue.ts';
import type { Flags } from './flags.ts';
import { optionTable, type OptionName, type OptionRow } from './option-table.ts';

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

/** Checks values against the kinds and choices of the table, wherever they come from. */
export function checkFlags(given: Readonly<Record<string, unknown>>): { flags: Flags; issues: readonly Issue[] } {
  const flags: Record<string, unknown> = {};
  const issues: Issue[] = [];
  for (const [name, row] of rows) {
    const value = given[name];
    if (value === undefined) {
      continue;
    }
    const issue = checkValue(row, value);
    if (issue) {
      issues.push(issue);
    } else {
      flags[name] = value;
    }
  }
  for (const [first, second] of [['install', 'skipInstall'], ['dryRun', 'check']] as const) {
    if (flags[first] && flags[second]) {
      issues.push(contradiction(`--${optionTable[first].flag}`, `--${optionTable[second].flag}`));
    }
  }
  return { flags: flags as Flags, issues };
}

/** The answer to a flag that is not in the table. */
export function unknownOption(rawName: string): Issue {
  const negative = rows.find(([, row]) => row.flag === `no-${rawName.replace(/^--/, '')}`)?.[1];
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
  const names = [...rows.map(([, row]) => `--${row.flag}`), '--help', '--version'];
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

function givenTwice(flag: string): Issue {
  return {
    code: 'invalid-option',
    severity: 'error',
    message: `${flag} is given twice, with different values.`,
    expected: `${flag} once`,
    remedy: 'Leave one of them out.',
  };
}

function contradiction(first: string, second: string): Issue {
  return {
    code: 'invalid-option',
    severity: 'error',
    message: `${first} contradicts ${second}.`,
    expected: 'one of them',
    found: `${first} ${second}`,
    remedy: 'Leave one of them out.',
  };
}

function checkValue(row: OptionRow, value: unknown): Issue | null {
  const flag = `--${row.flag}`;
  if (row.kind === 'switch') {
    return typeof value === 'boolean' ? null : invalid(flag, 'it takes no value', String(value), flag);
  }
  const example = row.choices?.find((choice) => choice.support === 'now')?.value ?? row.value ?? '';
  if (typeof value !== 'string') {
    return invalid(flag, 'it takes a value', 'none', `${flag} ${example}`);
  }
  if (!row.choices) {
    return value === '' && !row.mayBeEmpty ? invalid(flag, 'it may not be empty', value, `${flag} ${example}`) : null;
  }
  const choice = row.choices.find((candidate) => candidate.value === value);
  const now = row.choices.filter((candidate) => candidate.support === 'now').map((candidate) => candidate.value);
  if (!choice) {
    return invalid(flag, `it is one of ${now.join(', ')}`, value, `${flag} ${closest(value, now)}`);
  }
  if (choice.support === 'later') {
    return {
      code: 'not-supported-yet',
      severity: 'error',
      message: `${flag} ${value} comes in a later version; today ${now.length > 0 ? `${flag} ${listOf(now)}` : '--provider ef'} work${now.length > 1 ? '' : 's'}.`,
      expected: now.length > 0 ? now.join(', ') : 'the option left out',
      found: value,
      remedy: now.length > 0 ? `Use ${flag} ${now[0]}.` : `Leave ${flag} out and use --provider ef.`,
    };
  }
  return null;
}

/** `a`, `a and b`, `a, b and c` */
function listOf(names: readonly string[]): string {
  return names.join(', ').replace(/, ([^,]*)$/, ' and $1');
}

/** An option whose value breaks a rule, in the form every such error has. */
export function invalid(flag: string, rule: string, found: string, wouldDo: string): Issue {
  return {
    code: 'invalid-option',
    severity: 'error',
    message: `${flag}: ${rule}; found ${JSON.stringify(found)}.`,
    expected: rule,
    found,
    remedy: `For example: ${wouldDo}`,
  };
}
