import { posix } from 'node:path';
import type { Options as PrettierOptions } from 'prettier';
import type { Formatter, Host } from '../host/host.ts';
import type { HostFiles } from '../host/host-files.ts';
import { readJson } from '../host/read-json.ts';
import { asRecord } from '../host/records.ts';
import { hostProgram, type FormatterProgram } from './command-formatter.ts';
import { hostEslint } from './eslint-formatter.ts';
import type { FormatterRun, ProblemList } from './host-formatter.ts';
import { hostPrettier } from './prettier-formatter.ts';

export interface FormatterRequest {
  readonly host: Host;
  readonly files: HostFiles;
  /** The style of the host's root file. */
  readonly fallback: PrettierOptions;
  readonly problems: ProblemList;
}

/** How we come by the work of one formatter. */
export interface FormatterRow {
  readonly title: string;
  /** What a user runs over files, behind what runs a binary of theirs. */
  readonly command: readonly string[];
  /** The host's own; `null` where it is not installed. */
  readonly open: (request: FormatterRequest) => FormatterRun | null | Promise<FormatterRun | null>;
  /** What Prettier would have to be told to come nearest to it, where it is not installed. */
  readonly settings: (request: FormatterRequest) => PrettierOptions;
}

/** Imports are sorted as well where the host has them sorted; nothing is linted. */
const biome: FormatterProgram = {
  packageName: '@biomejs/biome',
  binary: 'biome',
  args: ['check', '--write', '--linter-enabled=false', '--no-errors-on-unmatched', '--files-ignore-unknown=true', '--max-diagnostics=20'],
  configuration: /^(?:biome\.jsonc?|\.biome\.jsonc?|\.editorconfig)$/,
};

const oxfmt: FormatterProgram = {
  packageName: 'oxfmt',
  binary: 'oxfmt',
  args: ['--write', '--no-error-on-unmatched-pattern'],
  configuration: /^(?:\.oxfmtrc\.jsonc?|oxfmt\.config\.[cm]?[jt]s|\.editorconfig|\.prettierignore)$/,
};

const dprint: FormatterProgram = {
  packageName: 'dprint',
  binary: 'dprint',
  args: ['fmt', '--allow-no-files'],
  configuration: /^\.?dprint\.jsonc?$/,
};

/** Every formatter we know, and how created files get as it would leave them. */
export const formatterRows: Readonly<Record<Formatter, FormatterRow>> = {
  prettier: {
    title: 'Prettier',
    command: ['prettier', '--write'],
    // Without an installation it is ours that reads the host's configuration.
    open: ({ host, files, fallback, problems }) => hostPrettier(host, files, fallback, problems),
    settings: ({ fallback }) => fallback,
  },
  biome: {
    title: 'Biome',
    command: ['biome', 'check', '--write', '--linter-enabled=false'],
    open: ({ host, files }) => hostProgram(biome, host, files),
    settings: biomeSettings,
  },
  oxfmt: {
    title: 'oxfmt',
    command: ['oxfmt'],
    open: ({ host, files }) => hostProgram(oxfmt, host, files),
    settings: ({ host, files }) => ({ printWidth: 100, ...prettierSettings(configurationOf(host, files)) }),
  },
  dprint: {
    title: 'dprint',
    command: ['dprint', 'fmt'],
    open: ({ host, files }) => hostProgram(dprint, host, files),
    settings: ({ fallback }) => fallback,
  },
  eslint: {
    title: 'ESLint',
    command: ['eslint', '--fix'],
    open: ({ host, problems }) => hostEslint(host, problems),
    settings: ({ fallback }) => fallback,
  },
};

type Settings = Readonly<Record<string, unknown>>;

/** The formatter's JSON configuration; nothing where it is code. */
function configurationOf({ formatter }: Host, files: HostFiles): Settings {
  const { file } = formatter?.evidence ?? {};
  if (file === undefined || posix.basename(file) === 'package.json') {
    return {};
  }
  return asRecord(readJson(files, file)?.get());
}

const sharedSettings = ['printWidth', 'tabWidth', 'useTabs', 'semi', 'singleQuote', 'quoteProps', 'trailingComma', 'bracketSpacing', 'arrowParens', 'proseWrap', 'endOfLine', 'objectWrap'] as const;

/** What oxfmt calls as Prettier does. */
function prettierSettings(settings: Settings): PrettierOptions {
  return Object.fromEntries(sharedSettings.filter((name) => name in settings).map((name) => [name, settings[name]]));
}

function biomeSettings({ host, files }: FormatterRequest): PrettierOptions {
  const configuration = configurationOf(host, files);
  const general = asRecord(configuration['formatter']);
  const javascript = asRecord(asRecord(configuration['javascript'])['formatter']);
  const given = <T extends PrettierOptions>(value: unknown, settings: Readonly<Record<string, T>>): PrettierOptions => settings[String(value)] ?? {};
  const own = { ...general, ...javascript };
  return {
    printWidth: host.printWidth,
    ...given(own['indentStyle'] ?? 'tab', { tab: { useTabs: true }, space: { useTabs: false } }),
    ...(typeof own['indentWidth'] === 'number' && { tabWidth: own['indentWidth'] }),
    ...given(own['lineEnding'], { lf: { endOfLine: 'lf' }, crlf: { endOfLine: 'crlf' } }),
    ...given(own['quoteStyle'], { single: { singleQuote: true }, double: { singleQuote: false } }),
    ...given(own['semicolons'], { always: { semi: true }, asNeeded: { semi: false } }),
    ...given(own['trailingCommas'], { all: { trailingComma: 'all' }, es5: { trailingComma: 'es5' }, none: { trailingComma: 'none' } }),
    ...given(own['arrowParentheses'], { always: { arrowParens: 'always' }, asNeeded: { arrowParens: 'avoid' } }),
    ...given(own['bracketSpacing'], { true: { bracketSpacing: true }, false: { bracketSpacing: false } }),
    ...given(own['quoteProperties'], { asNeeded: { quoteProps: 'as-needed' }, preserve: { quoteProps: 'preserve' } }),
  };
}
