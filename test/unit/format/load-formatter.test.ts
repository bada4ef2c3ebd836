import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';

import { inspectHost } from '../../../generators/host/inspect-host.ts';
import { diskHostFiles } from '../../../generators/host/disk-host-files.ts';
import type { HostFormatter } from '../../../generators/format/host-formatter.ts';
import { templatePrettier } from '../../../generators/format/prettier-formatter.ts';
import { loadFormatter } from '../../../generators/format/load-formatter.ts';
import { parseSource } from '../../../generators/syntax/parse-source.ts';
import { readSourceStyle } from '../../../generators/syntax/read-source-style.ts';
import type { MemoryTree } from '../../support/memory-host-files.ts';
import { temporaryFolder } from '../../support/write-files.ts';
import { sampleHost } from '../host/sample-host.ts';

const rendered = `export const list = ['first', 'second'];\n`;

describe('a created file', () => {
  const hostRoots: string[] = [];
  const hosts: { readonly remove: () => void }[] = [];
  afterEach(() => hosts.splice(0).forEach(({ remove }) => remove()));

  /** The formatter of a host on disk, since prettier reads its configuration from there. */
  function formatterOf(tree: MemoryTree, rootFile = `const a = 'b';\n`): HostFormatter {
    const host = temporaryFolder({ ...sampleHost, ...tree });
    hosts.push(host);
    hostRoots.push(host.root);
    const inspection = inspectHost({ cwd: host.root });
    if (inspection.kind === 'refused') throw new Error(inspection.issues[0]?.message);
    return loadFormatter(inspection.host, diskHostFiles(host.root), readSourceStyle(parseSource('src/app.module.ts', rootFile)));
  }

  it.each<[string, MemoryTree, string]>([
    [
      "is formatted with the host's configuration",
      { '.prettierrc.mjs': 'export default { semi: false };' },
      'export const list = ["first", "second"]\n',
    ],
    ['stays as it is where templates stand that way already', { '.prettierrc': '{ "singleQuote": true }' }, rendered],
    [
      'is indented as .editorconfig has it',
      { '.prettierrc': '{ "singleQuote": true, "printWidth": 30 }', '.editorconfig': '[*]\nindent_size = 4\n' },
      `export const list = [\n    'first',\n    'second',\n];\n`,
    ],
    [
      'is broken where the host breaks lines earlier',
      { '.prettierrc': '{ "singleQuote": true, "printWidth": 30 }' },
      `export const list = [\n  'first',\n  'second',\n];\n`,
    ],
    ['has the style of the root file where the host has no formatter', {}, rendered],
  ])('%s', async (_, tree, expected) => {
    const formatter = formatterOf(tree);
    expect(await formatter.format([{ path: 'src/list.ts', text: rendered, isTemplateStyle: true }])).toEqual([expected]);
    expect(formatter.problems).toEqual([]);
  });

  it.each<[string, MemoryTree, string]>([
    ['Biome', { 'biome.json': '{ "formatter": { "lineEnding": "crlf" }, "javascript": { "formatter": { "semicolons": "asNeeded" } } }' }, 'export const list = ["first", "second"]\r\n'],
    ['oxfmt', { '.oxfmtrc.json': '{ "singleQuote": true, "printWidth": 30, "useTabs": true }' }, "export const list = [\n\t'first',\n\t'second',\n];\n"],
    ['ESLint', { 'eslint.config.mjs': "import stylistic from '@stylistic/eslint-plugin';\n" }, rendered],
  ])('comes near to the format of %s that is not installed, which is told', async (_, tree, expected) => {
    const formatter = formatterOf(tree);
    expect(await formatter.format([{ path: 'src/list.ts', text: rendered, isTemplateStyle: true }])).toEqual([expected]);
    expect(formatter.problems).toEqual([{ kind: 'not-installed' }]);
  });

  it.each<[string, MemoryTree, string, string]>([
    ['the formatter is told', { '.prettierrc': '{ "endOfLine": "crlf" }', '.editorconfig': '[*]\nend_of_line = lf\n' }, '\n', '\r\n'],
    ['.editorconfig says', { '.editorconfig': '[*]\nend_of_line = crlf\n' }, '\n', '\r\n'],
    ['the root file has, whatever is left to the files', { '.prettierrc': '{ "singleQuote": true, "endOfLine": "auto" }' }, '\r\n', '\r\n'],
    ['the formatter leaves where nothing is said', { '.prettierrc': '{ "singleQuote": true }' }, '\r\n', '\n'],
    ['the root file has, where there is no formatter', {}, '\r\n', '\r\n'],
  ])('has the line ends that %s', async (_, tree, ofRoot, expected) => {
    const [text = ''] = await formatterOf(tree, `const a = 'b';${ofRoot}`).format([{ path: 'src/list.ts', text: rendered, isTemplateStyle: true }]);
    expect(text.slice(text.indexOf(';') + 1)).toBe(expected);
  });

  it.each<[string, MemoryTree]>([
    ['in .eslintrc.js', { '.eslintrc.js': `module.exports = { rules: { 'prettier/prettier': ['error', { singleQuote: true, semi: false }], 'quotes': [2, 'single'] } };` }],
    ['in .eslintrc.json, above its own', { '.eslintrc.json': '{ "rules": { "prettier/prettier": ["error", { "singleQuote": true, "semi": false }] } }', '.prettierrc': '{ "semi": true }' }],
  ])('is told of Prettier by the rule of ESLint %s', async (_, tree) => {
    const formatter = formatterOf({ 'package.json': '{ "dependencies": { "@nestjs/core": "^12.0.0" }, "devDependencies": { "prettier": "^3.0.0" } }', ...tree });
    expect(await formatter.format([{ path: 'src/list.ts', text: rendered, isTemplateStyle: true }])).toEqual([rendered.replace(';', '')]);
  });

  it('has the line ends that .gitattributes gives it', async () => {
    const formatter = formatterOf({ '.prettierrc': '{ "singleQuote": true }', '.gitattributes': '*.ts text eol=crlf\n' });
    execFileSync('git', ['init', '--quiet'], { cwd: hostRoots.at(-1) });
    const drafts = ['src/list.ts', 'README.md'].map((path) => ({ path, text: rendered, isTemplateStyle: true }));
    expect(await formatter.format(drafts)).toEqual([rendered.replace('\n', '\r\n'), rendered]);
  });

  it('is a release of templates that is known: they are to be formatted anew with another one', async () => {
    expect((await import('prettier')).version.startsWith(`${templatePrettier}.`)).toBe(true);
  });

  it('has the style of the root file where the configuration cannot be read, which is told once', async () => {
    const formatter = formatterOf({ '.prettierrc.mjs': `import 'no-such-package';\nexport default {};` }, 'const a = "b"\n');
    const texts = await formatter.format(['src/a.ts', 'src/b.ts'].map((path) => ({ path, text: rendered })));
    expect(texts).toEqual([`export const list = ["first", "second"]\n`, `export const list = ["first", "second"]\n`]);
    expect(formatter.problems).toEqual([{ kind: 'configuration', reason: "Cannot find package 'no-such-package'" }]);
  });

  it.each<[string, MemoryTree]>([
    ['', {}],
    [' beside an ignore file', { '.prettierignore': 'dist\n' }],
  ])('is formatted without plugins that are not installed%s, which is told once', async (_, tree) => {
    const formatter = formatterOf({ '.prettierrc': '{ "semi": false, "plugins": ["no-such-plugin"] }', ...tree });
    const texts = await formatter.format(['src/a.ts', 'src/b.ts'].map((path) => ({ path, text: rendered })));
    expect(texts).toEqual([`export const list = ["first", "second"]\n`, `export const list = ["first", "second"]\n`]);
    expect(formatter.problems).toEqual([{ kind: 'plugins', reason: "Cannot find package 'no-such-plugin'" }]);
  });

  it('that the formatter cannot read is left alone, with all such files told at once', async () => {
    const formatter = formatterOf({ '.prettierrc': '{ "semi": false }' });
    const unreadable = 'const = ;\n';
    expect(await formatter.format(['src/a.ts', 'src/b.ts'].map((path) => ({ path, text: unreadable, isTemplateStyle: true })))).toEqual([unreadable, unreadable]);
    expect(formatter.problems).toMatchObject([{ kind: 'files', paths: ['src/a.ts', 'src/b.ts'] }]);
  });
});
