import { optionTable, type OptionName, type OptionRow } from './option-table.ts';

const rows = Object.entries(optionTable) as [OptionName, OptionRow][];

/** How an option is written: `--database postgres|sqlite`. */
function usageOf(row: OptionRow): string {
  if (row.choices) {
    return `--${row.flag} ${row.choices.map((choice) => choice.value).join('|')}`;
  }
  return row.value ? `--${row.flag} ${row.value}` : `--${row.flag}`;
}

/** What `--help` prints. */
export function helpText(): string {
  const groups = Map.groupBy(rows, ([, row]) => row.group);
  const sections = [...groups].map(([group, options]) => `${group}\n${options.map(([, row]) => optionHelp(row)).join('\n')}`);
  return `abp-background-jobs: persistent background jobs for your NestJS solution, as source you own.

Usage
  abp-background-jobs [add] [options]     or: yo abp-background-jobs [options]

Commands
  add       write the module into the solution and wire it (the default)

${sections.join('\n\n')}
  --help, --version

Exit codes
  0 done or nothing to do   1 unexpected   2 --check: changes pending   3 an answer is missing and there is no terminal
  4 refused, nothing written   5 conflicts left for you
`;
}

function optionHelp(row: OptionRow): string {
  const usage = `  ${usageOf(row)}`;
  const text = row.default ? `${row.summary} (${row.default.replaceAll('`', '')})` : row.summary;
  return usage.length <= 32 ? `${usage.padEnd(34)}${text}` : `${usage}\n${' '.repeat(34)}${text}`;
}

/** The option table of the README, in Markdown. */
export function readmeTable(): string {
  const lines = rows.map(([, row]) => `| \`${usageOf(row).replaceAll('|', '\\|')}\` | ${row.summary}${laterNote(row)} | ${row.default} |`);
  return ['| option | meaning | default |', '|---|---|---|', ...lines].join('\n');
}

function laterNote(row: OptionRow): string {
  const later = row.choices?.filter((choice) => choice.support === 'later').map((choice) => `\`${choice.value}\``) ?? [];
  return later.length > 0 ? `. Not yet: ${later.join(', ')}` : '';
}
