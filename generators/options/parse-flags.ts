import { parseArgs } from 'node:util';
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
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(rows.map(([, row]) => [row.flag, { type: row.kind === 'switch' ? ('boolean' as const) : ('string' as const) }])),
    strict: false,
    tokens: true,
  });
  const given: Record<string, unknown> = {};
  const positionals: string[] = [];
  const issues: Issue[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      positionals.push(token.value);
    } else if (token.kind === 'option') {
      const row = rows.find(([, candidate]) => token.rawName === `--${candidate.flag}`);
      if (!row) {
        issues.push(unknownOption(token.rawName));
      } else {
        given[row[0]] = token.value ?? (row[1].kind === 'switch' ? true : null);
      }
    }
  }
  const checked = checkFlags(given);
  return { flags: checked.flags, positionals, issues: [...issues, ...checked.issues] };
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
      issues.push(invalid(`--${optionTable[first].flag}`, `it contradicts --${optionTable[second].flag}`, 'both', `give one of them`));
    }
  }
  return { flags: flags as Flags, issues };
}

/** The answer to a flag that is not in the table. */
export function unknownOption(rawName: string): Issue {
  const names = rows.map(([, row]) => `--${row.flag}`);
  const nearest = closest(rawName, names);
  const isNear = distance(rawName, nearest) <= Math.max(2, Math.floor(rawName.length / 3));
  return {
    code: 'unknown-option',
    severity: 'error',
    message: `There is no option ${rawName}.${isNear ? ` Did you mean ${nearest}?` : ''}`,
    expected: isNear ? nearest : names.join(', '),
    found: rawName,
    remedy: isNear ? `Use ${nearest}.` : 'See --help for the options.',
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
    return null;
  }
  const choice = row.choices.find((candidate) => candidate.value === value);
  const now = row.choices.filter((candidate) => candidate.support === 'now').map((candidate) => candidate.value);
  if (!choice) {
    const nearest = closest(value, row.choices.map((candidate) => candidate.value));
    return invalid(flag, `it is one of ${row.choices.map((candidate) => candidate.value).join(', ')}`, value, `${flag} ${nearest}`);
  }
  if (choice.support === 'later') {
    return {
      code: 'not-supported-yet',
      severity: 'error',
      message: `${flag} ${value} comes in a later version${now.length > 0 ? `; today ${flag} ${now.join(' and ')} work${now.length > 1 ? '' : 's'}` : '; today --provider ef works'}.`,
      expected: now.length > 0 ? now.join(', ') : 'the option left out',
      found: value,
      remedy: now.length > 0 ? `Use ${flag} ${now[0]}.` : `Leave ${flag} out and use --provider ef.`,
    };
  }
  return null;
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
