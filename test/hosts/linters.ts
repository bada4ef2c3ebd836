import { join } from 'node:path';
import { execute } from '../support/run.ts';

/** What a linter has to say of a file. */
export interface Finding {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
}

/** A linter as hosts have it configured. */
export interface Linter {
  /** The hosts that have it. */
  readonly nest: 'nest12-esm' | 'nest11-cjs';
  readonly isStrict: boolean;
  readonly packages: Readonly<Record<string, string>>;
  /** Its configuration, in the folder that holds the hosts. */
  readonly files: Readonly<Record<string, string>>;
  /** Lints these files. @param root has the configuration and the linter's packages */
  readonly findings: (root: string, files: readonly string[]) => Promise<readonly Finding[]>;
  /** Rules that find something, with the reason why it stays. */
  readonly left?: Readonly<Record<string, string>>;
}

/** Rules that say themselves that they do not work without `strictNullChecks`. */
const needStrictNullChecks = ['no-unnecessary-boolean-literal-compare', 'no-unnecessary-condition', 'no-useless-default-assignment', 'prefer-nullish-coalescing'].flatMap((rule) => [
  `@typescript-eslint/${rule}`,
  `typescript(${rule})`,
]);

const prettier = { prettier: '^3.4.2', 'eslint-plugin-prettier': '^5.2.2' };
const eslint9 = {
  ...prettier,
  eslint: '^9.39.0',
  '@eslint/js': '^9.39.0',
  'eslint-config-prettier': '^10.0.1',
  globals: '^16.0.0',
  // typescript-eslint reads no newer one than 6.0.
  typescript: '~5.9.0',
  'typescript-eslint': '^8.74.0',
};
const oxlint = { oxlint: '^1.89.0', 'oxlint-tsgolint': '^7.0.2001' };

/** typescript-eslint's presets by name. */
const presets = (...names: readonly string[]) => `import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  eslint.configs.recommended,
  ...${JSON.stringify(names)}.flatMap((name) => tseslint.configs[name]),
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
);
`;

/** What `nest new` of Nest 11 writes. */
const nest11 = `import eslint from '@eslint/js';
import eslintPluginPrettierRecommended from 'eslint-plugin-prettier/recommended';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['eslint.config.mjs'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  eslintPluginPrettierRecommended,
  {
    languageOptions: {
      globals: { ...globals.node, ...globals.jest },
      sourceType: 'commonjs',
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-floating-promises': 'warn',
      '@typescript-eslint/no-unsafe-argument': 'warn',
      'prettier/prettier': ['error', { endOfLine: 'auto' }],
    },
  },
);
`;

/** What `nest new` of Nest 9 and 10 writes, without `project`: none of these rules asks for types. */
const nest10 = `module.exports = {
  parser: '@typescript-eslint/parser',
  parserOptions: { sourceType: 'module' },
  plugins: ['@typescript-eslint/eslint-plugin'],
  extends: ['plugin:@typescript-eslint/recommended', 'plugin:prettier/recommended'],
  root: true,
  env: { node: true, jest: true },
  ignorePatterns: ['.eslintrc.js'],
  rules: {
    '@typescript-eslint/interface-name-prefix': 'off',
    '@typescript-eslint/explicit-function-return-type': 'off',
    '@typescript-eslint/explicit-module-boundary-types': 'off',
    '@typescript-eslint/no-explicit-any': 'off',
  },
};
`;

/** What `nest new` of Nest 12 writes. */
const nest12 = JSON.stringify({ rules: { 'typescript/no-explicit-any': 'off', 'typescript/no-floating-promises': 'error' }, env: { node: true } });

const biome = JSON.stringify({ formatter: { enabled: false }, assist: { enabled: false }, javascript: { parser: { unsafeParameterDecoratorsEnabled: true } } });

const ofIndexes = 'in a host with `noUncheckedIndexedAccess` it is needed';

export const linters: Readonly<Record<string, Linter>> = {
  'typescript-eslint, recommended and stylistic': {
    nest: 'nest12-esm',
    isStrict: true,
    packages: eslint9,
    files: { 'eslint.config.mjs': presets('recommendedTypeChecked', 'stylisticTypeChecked') },
    findings: eslint,
  },
  'typescript-eslint, recommended and stylistic, not strict': {
    nest: 'nest12-esm',
    isStrict: false,
    packages: eslint9,
    files: { 'eslint.config.mjs': presets('recommendedTypeChecked', 'stylisticTypeChecked') },
    findings: async (root, files) => withoutNullChecks(await eslint(root, files)),
  },
  'typescript-eslint, strict': {
    nest: 'nest12-esm',
    isStrict: true,
    packages: eslint9,
    files: { 'eslint.config.mjs': presets('strictTypeChecked') },
    findings: eslint,
    left: {
      '@typescript-eslint/no-confusing-void-expression': 'a callback that only calls something is shorter without braces',
      '@typescript-eslint/no-deprecated': 'what takes its place is not in the oldest versions of Node, TypeORM and MongoDB’s driver that are supported',
      '@typescript-eslint/no-extraneous-class': 'modules of Nest with static methods, arguments without members, and `BackgroundJobsDbProperties`, which is static in ABP',
      '@typescript-eslint/no-unnecessary-condition': ofIndexes,
      '@typescript-eslint/no-unnecessary-type-conversion': ofIndexes,
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'TypeORM’s options of an `EntitySchema` are a class, and are given as a literal in its documentation too',
      '@typescript-eslint/no-unsafe-enum-assignment': 'the column holds any number, as ABP’s does',
      '@typescript-eslint/restrict-template-expressions': 'numbers in messages and in SQL',
    },
  },
  'ESLint of Nest 11': { nest: 'nest11-cjs', isStrict: false, packages: eslint9, files: { 'eslint.config.mjs': nest11 }, findings: eslint },
  'ESLint of Nest 10': {
    nest: 'nest11-cjs',
    isStrict: false,
    packages: { ...prettier, eslint: '^8.57.0', 'eslint-config-prettier': '^9.1.0', '@typescript-eslint/eslint-plugin': '^6.21.0', '@typescript-eslint/parser': '^6.21.0', typescript: '~5.3.0' },
    files: { '.eslintrc.js': nest10 },
    findings: eslint,
  },
  'ESLint of Nest 9': {
    nest: 'nest11-cjs',
    isStrict: false,
    packages: { ...prettier, eslint: '^8.57.0', 'eslint-config-prettier': '^8.10.0', '@typescript-eslint/eslint-plugin': '^5.62.0', '@typescript-eslint/parser': '^5.62.0', typescript: '~5.1.0' },
    files: { '.eslintrc.js': nest10 },
    findings: eslint,
  },
  'oxlint of Nest 12': { nest: 'nest12-esm', isStrict: true, packages: oxlint, files: { '.oxlintrc.json': nest12 }, findings: (root, files) => oxlintFindings(root, ['--type-aware', ...files]) },
  oxlint: { nest: 'nest12-esm', isStrict: true, packages: oxlint, files: {}, findings: oxlintFindings },
  'oxlint, type-aware, not strict': { nest: 'nest12-esm', isStrict: false, packages: oxlint, files: {}, findings: async (root, files) => withoutNullChecks(await oxlintFindings(root, ['--type-aware', ...files])) },
  Biome: {
    nest: 'nest12-esm',
    isStrict: true,
    packages: { '@biomejs/biome': '^2.6.0' },
    files: { 'biome.json': biome },
    findings: biomeFindings,
    left: { 'lint/complexity/noStaticOnlyClass': 'a module of Nest with a static method, and `BackgroundJobsDbProperties`, which is static in ABP (warnings)' },
  },
};

function withoutNullChecks(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ rule }) => !needStrictNullChecks.includes(rule));
}

async function eslint(root: string, files: readonly string[]): Promise<readonly Finding[]> {
  const results = JSON.parse(await output(root, 'eslint/bin/eslint.js', ['--format', 'json', ...files])) as readonly {
    readonly filePath: string;
    readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
  }[];
  // Files that are passed over would have nothing to show.
  if (results.length !== files.length) {
    throw new Error(`ESLint has read ${results.length} of ${files.length} files.`);
  }
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, message }) => ({ rule: String(ruleId), file: filePath.slice(root.length + 1), message })));
}

async function oxlintFindings(root: string, args: readonly string[]): Promise<readonly Finding[]> {
  const { diagnostics, number_of_files: count } = JSON.parse(await output(root, 'oxlint/bin/oxlint', ['--format', 'json', ...args])) as {
    readonly diagnostics: readonly { readonly code?: string; readonly filename: string; readonly message: string }[];
    readonly number_of_files: number;
  };
  if (count === 0) {
    throw new Error('oxlint has read no file.');
  }
  return diagnostics.map(({ code, filename, message }) => ({ rule: String(code), file: filename, message }));
}

async function biomeFindings(root: string, files: readonly string[]): Promise<readonly Finding[]> {
  const text = await output(root, '@biomejs/biome/bin/biome', ['lint', '--max-diagnostics=none', '--reporter=github', ...files]);
  return Array.from(text.matchAll(/title=(\S+?),file=([^,]+),.*?::(.*)/g), ([, rule = '', file = '', message = '']) => ({ rule, file: file.slice(root.length + 1), message }));
}

/** What a linter prints; most exit with 1 where they find something. */
async function output(root: string, binary: string, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await execute(process.execPath, [join(root, 'node_modules', binary), ...args], { cwd: root, timeout: 600_000 });
  if (exitCode !== 0 && exitCode !== 1) {
    throw new Error(`${stdout}\n${stderr}`);
  }
  return stdout;
}
