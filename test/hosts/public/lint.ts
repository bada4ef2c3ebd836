import { isAbsolute, join, relative, sep } from 'node:path';
import { foldersUpwards, type HostFolders, nearestWith, programOf, readManifest } from './host-folders.ts';
import { command, LIMITS } from './step.ts';

/** One finding: `file: rule: message`. */
export interface LintReport {
  readonly linter: string;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

interface Linter {
  readonly name: string;
  readonly configurations: readonly string[];
  readonly args: readonly string[];
  /** @throws where the output is no report. */
  readonly read: (output: string) => readonly Finding[];
}

interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
  readonly isError: boolean;
}

const linters: readonly Linter[] = [
  { name: 'oxlint', configurations: ['.oxlintrc.json', 'oxlint.config.ts', 'oxlintrc.json'], args: ['--format=json'], read: readOxlint },
  { name: 'biome', configurations: ['biome.json', 'biome.jsonc'], args: ['lint', '--reporter=json', '--max-diagnostics=none'], read: readBiome },
  {
    name: 'eslint',
    configurations: ['js', 'mjs', 'cjs', 'ts', 'mts'].map((extension) => `eslint.config.${extension}`).concat(['', '.js', '.cjs', '.json', '.yml', '.yaml'].map((extension) => `.eslintrc${extension}`)),
    args: ['--format=json', '--no-error-on-unmatched-pattern'],
    read: readEslint,
  },
];

/**
 * The host's own linter on `files`, relative to the work tree's root; nothing is mended.
 * @returns undefined where the host has none that is configured and installed.
 * @throws where it does not run.
 */
export async function lint(folders: HostFolders, files: readonly string[]): Promise<LintReport | undefined> {
  const linter = linters.find(({ name, configurations }) => programOf(folders, name) !== undefined && configurationFolder(folders, name, configurations) !== undefined);
  if (linter === undefined) {
    return undefined;
  }
  const cwd = configurationFolder(folders, linter.name, linter.configurations) ?? folders.root;
  const program = programOf(folders, linter.name) ?? linter.name;
  const paths = files.map((file) => relative(cwd, join(folders.root, file))).filter((path) => !path.startsWith('..'));
  const env = { NODE_OPTIONS: '--max-old-space-size=6144' };
  const { exitCode, stdout, stderr } = await command([program, ...linter.args, ...paths], { cwd, env, timeout: LIMITS.lint });
  const findings = readFindings();
  const texts = (isError: boolean): readonly string[] => [
    ...new Set(findings.filter((finding) => finding.isError === isError).map(({ file, rule, message }) => `${posix(inRoot(file))}: ${rule}: ${message}`)),
  ];
  return { linter: linter.name, errors: texts(true), warnings: texts(false) };

  function readFindings(): readonly Finding[] {
    try {
      return linter?.read(stdout) ?? [];
    } catch {
      throw new Error(`${linter?.name} ends with ${exitCode} and no report:\n${`${stdout}\n${stderr}`.trim().slice(0, 1500)}`);
    }
  }

  function inRoot(file: string): string {
    return relative(folders.root, isAbsolute(file) ? file : join(cwd, file));
  }
}

/** What the linter finds now and did not find before; a file that Prettier would format otherwise was no better for saying so in other words. */
export function newFindings(before: readonly string[], after: readonly string[]): readonly string[] {
  const kind = (text: string): string => text.replace(/(: prettier\/prettier: )[^]*$/, '$1');
  const known = new Set(before.map(kind));
  return after.filter((text) => !known.has(kind(text)));
}

function configurationFolder(folders: HostFolders, name: string, configurations: readonly string[]): string | undefined {
  return nearestWith(folders, ...configurations) ?? (name === 'eslint' ? foldersUpwards(folders).find((folder) => readManifest(folder)?.['eslintConfig'] !== undefined) : undefined);
}

const posix = (path: string): string => path.split(sep).join('/');

/** A file that the host's configuration ignores, or whose tsconfig.json leaves it out: its own tests are not linted either. */
const NOT_LINTED = /^File ignored|^Parsing error: ESLint was configured to run on [^]* that TSConfig does not include this file|^Parsing error: "parserOptions.project" has been set [^]* does not match your project config/;

function readEslint(output: string): readonly Finding[] {
  const files = JSON.parse(output.slice(output.indexOf('['))) as readonly {
    readonly filePath: string;
    readonly messages: readonly { readonly ruleId: string | null; readonly message: string; readonly severity: number; readonly fatal?: boolean }[];
  }[];
  return files.flatMap(({ filePath, messages }) =>
    messages
      .filter(({ ruleId, message }) => ruleId !== null || !NOT_LINTED.test(message))
      .map(({ ruleId, message, severity }) => ({ file: filePath, rule: ruleId ?? 'parse', message, isError: severity === 2 })));
}

function readOxlint(output: string): readonly Finding[] {
  const { diagnostics } = JSON.parse(output.slice(output.indexOf('{'))) as {
    readonly diagnostics: readonly { readonly filename: string; readonly code?: string; readonly message: string; readonly severity: string }[];
  };
  return diagnostics.map(({ filename, code, message, severity }) => ({ file: filename, rule: code ?? '', message, isError: severity === 'error' }));
}

function readBiome(output: string): readonly Finding[] {
  const { diagnostics } = JSON.parse(output.slice(output.indexOf('{'))) as {
    readonly diagnostics: readonly { readonly category: string; readonly severity: string; readonly description?: string; readonly location?: { readonly path?: { readonly file?: string } | string } }[];
  };
  return diagnostics.map(({ category, severity, description = '', location }) => {
    const path = location?.path;
    return { file: typeof path === 'string' ? path : (path?.file ?? ''), rule: category, message: description, isError: severity === 'error' };
  });
}
