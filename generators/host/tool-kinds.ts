import type { ToolKind } from './find-tool.ts';
import type { Formatter, Linter, TestRunner } from './host.ts';

export const testRunners: ToolKind<TestRunner> = {
  scripts: ['test', 'test:unit', 'unit', 'test:watch'],
  tools: [
    { value: 'jest', command: /\bjest\b/, config: /^jest\.config\.[cm]?[jt]s(?:on)?$/, manifestKey: 'jest', packageName: 'jest' },
    { value: 'vitest', command: /\bvitest\b/, config: /^vitest\.config\.[cm]?[jt]s$/, packageName: 'vitest' },
  ],
};

export const linters: ToolKind<Linter> = {
  scripts: ['lint', 'lint:check', 'lint:fix'],
  tools: [
    {
      value: 'eslint',
      command: /\beslint\b/,
      config: /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\..+)?)$/,
      manifestKey: 'eslintConfig',
      packageName: 'eslint',
    },
    { value: 'oxlint', command: /\boxlint\b/, config: /^(?:\.oxlintrc\.jsonc?|oxlint\.config\.[cm]?[jt]s)$/, packageName: 'oxlint' },
    { value: 'biome', command: /\bbiome\b/, config: /^biome\.jsonc?$/, packageName: '@biomejs/biome' },
    { value: 'tslint', command: /\btslint\b/, config: /^tslint\.json$/, packageName: 'tslint' },
  ],
};

export const formatters: ToolKind<Formatter> = {
  scripts: ['format', 'format:write', 'format:fix', 'format:check', 'fmt', 'prettier'],
  tools: [
    {
      value: 'prettier',
      command: /\bprettier\b/,
      config: /^(?:\.prettierrc(?:\..+)?|prettier\.config\.[cm]?[jt]s)$/,
      manifestKey: 'prettier',
      packageName: 'prettier',
    },
    { value: 'biome', command: /\bbiome\b/, config: /^biome\.jsonc?$/, packageName: '@biomejs/biome' },
    { value: 'oxfmt', command: /\boxfmt\b/, config: /^(?:\.oxfmtrc\.jsonc?|oxfmt\.config\.[cm]?[jt]s)$/, packageName: 'oxfmt' },
    { value: 'dprint', command: /\bdprint\b/, config: /^\.?dprint\.jsonc?$/, packageName: 'dprint' },
    {
      value: 'eslint',
      command: /\beslint\b/,
      config: /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\..+)?)$/,
      configText: /stylistic|antfu|standard/,
      packageName: '@stylistic/eslint-plugin',
    },
  ],
};
