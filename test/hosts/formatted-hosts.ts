/** A host whose files one formatter keeps in order. */
export interface FormattedHost {
  readonly formatter: 'Prettier 2' | 'Prettier 3' | 'Biome 1' | 'Biome 2' | 'oxfmt' | 'dprint' | 'ESLint' | 'ESLint 8' | '.editorconfig';
  /** What is particular about its configuration. */
  readonly what: string;
  readonly dependencies: Readonly<Record<string, string>>;
  /** Its configuration. */
  readonly files: Readonly<Record<string, string>>;
  /** Members of its package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Binary and arguments that bring the host in order before, and that tell whether it is afterwards; from its own packages unless told. */
  readonly fix: readonly [string, ...string[]];
  readonly check: readonly [string, ...string[]];
}

const prettier = { fix: ['prettier', '--write', '.'], check: ['prettier', '--check', '.'] } as const;
const prettier3 = { formatter: 'Prettier 3', dependencies: { prettier: '3.10.1' }, ...prettier } as const;
const biome = { fix: ['biome', 'check', '--write', '--linter-enabled=false', '.'], check: ['biome', 'check', '--linter-enabled=false', '.'] } as const;
const biome1 = { formatter: 'Biome 1', dependencies: { '@biomejs/biome': '1.9.4' }, ...biome } as const;
const biome2 = { formatter: 'Biome 2', dependencies: { '@biomejs/biome': '^2.3.0' }, ...biome } as const;
const oxfmt = { formatter: 'oxfmt', dependencies: { oxfmt: '^0.79.0' }, fix: ['oxfmt', '.'], check: ['oxfmt', '--check', '.'] } as const;
const eslint = { fix: ['eslint', '.', '--fix', '--fix-type', 'layout'], check: ['eslint', '.', '--fix-dry-run', '--fix-type', 'layout', '--format', 'json'] } as const;

const json = (value: unknown): string => JSON.stringify(value);
const nestParser = { javascript: { parser: { unsafeParameterDecoratorsEnabled: true } } };

/** Each kind of configuration at least once. */
export const formattedHosts: readonly FormattedHost[] = [
  { ...prettier3, what: 'no configuration at all', files: {} },
  { ...prettier3, what: 'as nest new writes it', files: { '.prettierrc': json({ singleQuote: true, trailingComma: 'all' }) } },
  { ...prettier3, what: 'crlf, tabs', files: { '.prettierrc.json': json({ endOfLine: 'crlf', useTabs: true }) } },
  { ...prettier3, what: 'auto, no semicolons', files: { '.prettierrc': json({ endOfLine: 'auto', semi: false, arrowParens: 'avoid' }) } },
  { ...prettier3, what: '4 spaces, in YAML', files: { '.prettierrc.yaml': 'tabWidth: 4\nprintWidth: 100\nquoteProps: consistent\n' } },
  { ...prettier3, what: 'in TOML', files: { '.prettierrc.toml': 'singleQuote = true\nbracketSpacing = false\ntrailingComma = "none"\n' } },
  { ...prettier3, what: 'in TypeScript', files: { 'prettier.config.ts': "import type { Config } from 'prettier';\nconst config: Config = { printWidth: 120, singleQuote: true };\nexport default config;\n" } },
  { ...prettier3, what: 'as an ES module', files: { '.prettierrc.mjs': 'export default { objectWrap: "collapse", printWidth: 60 };\n' } },
  { ...prettier3, what: 'in CommonJS', files: { 'prettier.config.cjs': 'module.exports = { experimentalOperatorPosition: "start" };\n' } },
  { ...prettier3, what: 'a key of package.json', files: {}, manifest: { prettier: { singleQuote: true, printWidth: 70 } } },
  {
    ...prettier3,
    what: 'a shared package',
    files: {},
    manifest: { prettier: '@vercel/style-guide/prettier' },
    dependencies: { prettier: '3.10.1', '@vercel/style-guide': '6.0.0', 'prettier-plugin-packagejson': '^2.5.0' },
  },
  {
    ...prettier3,
    what: 'overrides',
    files: {
      '.prettierrc': json({
        singleQuote: true,
        overrides: [
          { files: '*.spec.ts', options: { printWidth: 120, semi: false } },
          { files: '*.md', options: { proseWrap: 'always' } },
          { files: '*.json', options: { tabWidth: 4 } },
        ],
      }),
    },
  },
  { ...prettier3, what: 'with .editorconfig', files: { '.prettierrc': json({ singleQuote: true }), '.editorconfig': '[*]\nend_of_line = crlf\nindent_size = 4\nmax_line_length = 100\n' } },
  { ...prettier3, what: '.prettierignore over ours', files: { '.prettierrc': json({ tabWidth: 8 }), '.prettierignore': 'src/background-jobs\nsrc/migrations\n' } },
  { ...prettier3, what: 'an older release', dependencies: { prettier: '3.0.3' }, files: { '.prettierrc': json({ singleQuote: true, trailingComma: 'all' }) } },
  { ...prettier3, what: 'organize-imports', dependencies: { prettier: '3.10.1', 'prettier-plugin-organize-imports': '^4.3.0', typescript: '^5.9.0' }, files: { '.prettierrc': json({ plugins: ['prettier-plugin-organize-imports'], singleQuote: true }) } },
  {
    ...prettier3,
    what: 'trivago/sort-imports',
    dependencies: { prettier: '3.10.1', '@trivago/prettier-plugin-sort-imports': '^6.0.2' },
    files: { '.prettierrc': json({ plugins: ['@trivago/prettier-plugin-sort-imports'], importOrder: ['^@nestjs/(.*)$', '<THIRD_PARTY_MODULES>', '^[./]'], importOrderSeparation: true, importOrderSortSpecifiers: true, importOrderParserPlugins: ['typescript', 'decorators-legacy'] }) },
  },
  {
    ...prettier3,
    what: 'ianvs/sort-imports',
    dependencies: { prettier: '3.10.1', '@ianvs/prettier-plugin-sort-imports': '^4.7.1' },
    files: { '.prettierrc': json({ plugins: ['@ianvs/prettier-plugin-sort-imports'], importOrder: ['<BUILTIN_MODULES>', '', '<THIRD_PARTY_MODULES>', '', '^[.]'], importOrderParserPlugins: ['typescript', 'decorators-legacy'] }) },
  },
  { formatter: 'Prettier 2', dependencies: { prettier: '2.8.8' }, ...prettier, what: 'as nest new wrote it', files: { '.prettierrc': json({ singleQuote: true, trailingComma: 'all' }) } },
  { formatter: 'Prettier 2', dependencies: { prettier: '2.8.8' }, ...prettier, what: 'no configuration, crlf by .editorconfig', files: { '.editorconfig': '[*]\nend_of_line = crlf\n' } },
  { ...biome1, what: 'its defaults', files: { 'biome.json': json({ ...nestParser }) } },
  {
    ...biome1,
    what: 'spaces, single quotes, crlf',
    files: { 'biome.json': json({ formatter: { indentStyle: 'space', indentWidth: 4, lineEnding: 'crlf', lineWidth: 100 }, javascript: { ...nestParser.javascript, formatter: { quoteStyle: 'single', semicolons: 'asNeeded' } } }) },
  },
  { ...biome2, what: 'its defaults', files: { 'biome.json': json({ ...nestParser }) } },
  {
    ...biome2,
    what: 'overrides, in JSONC',
    files: {
      'biome.jsonc': `// ours\n${json({ ...nestParser, formatter: { indentStyle: 'space' }, overrides: [{ includes: ['**/*.spec.ts'], formatter: { lineWidth: 120 } }, { includes: ['**/*.json'], json: { formatter: { indentStyle: 'tab' } } }] })}\n`,
    },
  },
  { ...biome2, what: 'files it ignores', files: { 'biome.json': json({ ...nestParser, files: { includes: ['**', '!src/background-jobs'] } }) } },
  { ...oxfmt, what: 'its defaults', files: { '.oxfmtrc.json': '{}\n' } },
  {
    ...oxfmt,
    what: 'single quotes, tabs, crlf, sorted imports, overrides',
    files: { '.oxfmtrc.jsonc': json({ singleQuote: true, useTabs: true, endOfLine: 'crlf', printWidth: 80, sortImports: {}, overrides: [{ files: ['*.spec.ts'], options: { semi: false } }] }) },
  },
  {
    formatter: 'dprint',
    what: 'TypeScript and JSON',
    dependencies: { dprint: '^0.57.0', '@dprint/typescript': '^0.96.0', '@dprint/json': '^0.21.0' },
    files: { 'dprint.json': json({ indentWidth: 4, typescript: { quoteStyle: 'preferSingle' }, json: {}, excludes: ['**/node_modules'], plugins: ['node_modules/@dprint/typescript/plugin.wasm', 'node_modules/@dprint/json/plugin.wasm'] }) },
    fix: ['dprint', 'fmt'],
    check: ['dprint', 'check'],
  },
  {
    ...eslint,
    formatter: 'ESLint',
    what: 'antfu',
    dependencies: { eslint: '^9.39.0', '@antfu/eslint-config': '^6.0.0', typescript: '^5.9.0' },
    files: { 'eslint.config.mjs': "import antfu from '@antfu/eslint-config';\n\nexport default antfu({ typescript: true });\n" },
  },
  {
    ...eslint,
    formatter: 'ESLint',
    what: '@stylistic, tabs, typed',
    dependencies: { eslint: '^9.39.0', '@stylistic/eslint-plugin': '^5.0.0', 'typescript-eslint': '^8.40.0', typescript: '^5.9.0' },
    files: {
      'eslint.config.mjs': `import stylistic from '@stylistic/eslint-plugin';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['eslint.config.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  stylistic.configs.customize({ indent: 'tab', quotes: 'double', semi: true }),
);
`,
    },
  },
  {
    ...eslint,
    formatter: 'ESLint 8',
    what: '@stylistic in .eslintrc',
    dependencies: { eslint: '8.57.1', '@stylistic/eslint-plugin': '2.13.0', '@typescript-eslint/parser': '8.40.0', typescript: '^5.9.0' },
    files: { '.eslintrc.json': json({ root: true, parser: '@typescript-eslint/parser', parserOptions: { sourceType: 'module' }, plugins: ['@stylistic'], rules: { '@stylistic/indent': ['error', 4], '@stylistic/semi': ['error', 'always'], '@stylistic/quotes': ['error', 'double'], '@stylistic/comma-dangle': ['error', 'never'], 'no-console': 'error' } }) },
    fix: ['eslint', '.', '--ext', '.ts', '--fix', '--fix-type', 'layout'],
    check: ['eslint', '.', '--ext', '.ts', '--fix-dry-run', '--fix-type', 'layout', '--format', 'json'],
  },
  {
    formatter: '.editorconfig',
    what: 'crlf, 4 spaces',
    dependencies: {},
    files: { '.editorconfig': 'root = true\n[*]\nend_of_line = crlf\nindent_style = space\nindent_size = 4\n' },
    fix: ['prettier', '--write', '--single-quote', '.'],
    check: ['prettier', '--check', '--single-quote', '.'],
  },
  {
    formatter: '.editorconfig',
    what: 'tabs, wider lines',
    dependencies: {},
    files: { '.editorconfig': '[*.ts]\nindent_style = tab\nmax_line_length = 100\n' },
    fix: ['prettier', '--write', '--single-quote', '.'],
    check: ['prettier', '--check', '--single-quote', '.'],
  },
];
