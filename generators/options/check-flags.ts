import { closest } from 'fastest-levenshtein';
import type { Issue } from '../errors/issue.ts';
import type { Flags } from './flags.ts';
import { invalidOption } from './invalid-option.ts';
import { optionTable, type OptionName, type OptionRow } from './option-table.ts';

const rows = Object.entries(optionTable) as [OptionName, OptionRow][];

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
  const [one, other] = providersMeant(flags as Flags);
  if (one && other) {
    issues.push(contradiction(one, other));
  }
  return { flags: flags as Flags, issues };
}

/** For each provider that is asked for, the first flag that asks for it: `--database postgres`. */
function providersMeant(flags: Flags): readonly string[] {
  const meant = new Map<string, string>();
  for (const [name, row] of rows) {
    const value = flags[name];
    const provider = name === 'provider' ? value : row.provider;
    if (typeof provider === 'string' && value !== undefined && !meant.has(provider)) {
      meant.set(provider, `--${row.flag} ${value}`);
    }
  }
  return [...meant.values()];
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
    return typeof value === 'boolean' ? null : invalidOption(flag, 'it takes no value', String(value), flag);
  }
  const example = row.choices?.find((choice) => choice.support === 'now')?.value ?? row.value ?? '';
  if (typeof value !== 'string') {
    return invalidOption(flag, 'it takes a value', 'none', `${flag} ${example}`);
  }
  if (!row.choices) {
    return value === '' && !row.mayBeEmpty ? invalidOption(flag, 'it may not be empty', value, `${flag} ${example}`) : null;
  }
  const choice = row.choices.find((candidate) => candidate.value === value);
  const now = row.choices.filter((candidate) => candidate.support === 'now').map((candidate) => candidate.value);
  if (!choice) {
    const offered = now.length > 0 ? now : row.choices.map((candidate) => candidate.value);
    return invalidOption(flag, `it is one of ${offered.join(', ')}`, value, `${flag} ${closest(value, offered)}`);
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
