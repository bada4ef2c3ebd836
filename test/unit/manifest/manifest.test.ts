import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { gitBlobHash } from '../../../generators/manifest/git-blob-hash.ts';
import type { Manifest } from '../../../generators/manifest/manifest.ts';
import { readManifest } from '../../../generators/manifest/read-manifest.ts';
import { writeManifest } from '../../../generators/manifest/write-manifest.ts';

const manifest: Manifest = {
  format: 1,
  options: { provider: 'ef', schema: null, tests: true },
  files: [
    {
      path: 'src/background-jobs/README.md',
      template: 'background-jobs/README.md',
      version: '0.1.0',
      render: gitBlobHash('# Jobs\n'),
      written: gitBlobHash('# Jobs\r\n'),
      token: gitBlobHash('#Jobs'),
    },
    {
      path: 'src/background-jobs/background-jobs.module.ts',
      template: 'background-jobs/background-jobs.module.ts',
      version: '0.2.0',
      render: gitBlobHash('export {};\n'),
      written: gitBlobHash('export {}\n'),
      token: gitBlobHash('export {}'),
    },
  ],
  patches: [
    {
      path: 'src/app.module.ts',
      what: 'register-module',
      hash: gitBlobHash('new'),
      edits: [{ start: 12, earlier: '', inserted: ', BackgroundJobsModule.forRoot()' }],
    },
    { path: '../../package.json', what: 'dependencies', hash: gitBlobHash('{}'), edits: [{ start: 0, earlier: '{ }', inserted: '{}' }] },
  ],
  dependencies: [{ name: 'pg', range: '>=8.16.0 <9', section: 'dependencies' }],
  migrations: [{ id: 'add-background-jobs', path: 'src/migrations/1-AddBackgroundJobs.ts', name: 'AddBackgroundJobs1' }],
};

const path = 'src/background-jobs/.abp-background-jobs.json';
const text = writeManifest(manifest);
const read = (changed: string) => readManifest({ path, text: changed });

describe('the text of a manifest', () => {
  it('is read back as it was written, also with CRLF and a BOM', () => {
    expect(read(text)).toEqual({ kind: 'read', manifest });
    expect(read(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual({ kind: 'read', manifest });
  });

  it('does not depend on the order in which the facts come', () => {
    const [first, second] = manifest.files;
    expect.assert(first && second);
    const { files: _, ...rest } = manifest;
    expect(writeManifest({ files: [second, { token: first.token, written: first.written, render: first.render, version: first.version, template: first.template, path: first.path }], ...rest })).toBe(text);
  });

  it('is indented by two and ends with a line end', () => {
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  it('may hold more than this version knows', () => {
    expect(read(text.replace('"format": 1,', '"format": 1, "colour": "red",'))).toEqual({ kind: 'read', manifest });
  });
});

describe('a manifest that is refused', () => {
  it.each([
    { what: 'not JSON', from: '{', to: '{{', message: /is damaged: .*JSON/ },
    { what: 'unresolved conflicts', from: '"options"', to: '\n<<<<<<< ours\n"options"', message: /has unresolved merge conflicts/ },
    { what: 'a newer format', from: '"format": 1', to: '"format": 2', message: /was written by a newer version of the generator/ },
    { what: 'no format', from: '"format": 1', to: '"edition": 1', message: /"format" is missing instead of 1/ },
    { what: 'no files', from: '"files"', to: '"fils"', message: /"files" is missing instead of an object/ },
    {
      what: 'a file outside',
      from: '"src/background-jobs/README.md"',
      to: '"../../.bashrc"',
      message: /"files\.\.\.\/\.\.\/\.bashrc" is "\.\.\/\.\.\/\.bashrc" instead of a path inside/,
    },
    {
      what: 'a file outside on a detour',
      from: '"src/background-jobs/README.md"',
      to: '"src/../../x"',
      message: /"files\.src\/\.\.\/\.\.\/x" is .* instead of a path relative/,
    },
    {
      what: 'an absolute path',
      from: '"../../package.json"',
      to: '"/etc/passwd"',
      message: /"patches\[1\]\.path" is "\/etc\/passwd" instead of a path relative/,
    },
    { what: 'a drive', from: '"../../package.json"', to: '"C:/x"', message: /"patches\[1\]\.path" is "C:\/x" instead of a path relative/ },
    {
      what: 'a hash that is none',
      from: gitBlobHash('# Jobs\n'),
      to: 'abc',
      message: /"files\.src\/background-jobs\/README\.md" is "abc" instead of a git blob hash/,
    },
    {
      what: 'a patch of an unknown kind',
      from: '"register-module"',
      to: '"reformat"',
      message: /"patches\[0\]\.what" is "reformat" instead of "register-module" or/,
    },
    {
      what: 'a position that is none',
      from: '"start": 12',
      to: '"start": -1',
      message: /"patches\[0\]\.edits\[0\]\.start" is -1 instead of a number of characters/,
    },
    {
      what: 'an option that is an object',
      from: '"ef"',
      to: '{}',
      message: /"options\.provider" is {} instead of a text, true, false or null/,
    },
  ])('has $what', ({ from, to, message }) => {
    expect(text).toContain(from);

    const result = read(text.replace(from, to));

    expect.assert(result.kind === 'refused');
    expect(result.issue).toMatchObject({ code: 'file-unreadable', severity: 'error', file: path, message: expect.stringMatching(message) });
  });
});

describe('gitBlobHash', () => {
  it.each(['', 'hello\n', '\uFEFFexport {};\r\n', 'naïve 🙂\n'])('of %j is what git calls it', (content) => {
    const git = execFileSync('git', ['hash-object', '--stdin', '--no-filters'], { input: content, encoding: 'utf8' }).trim();

    expect(gitBlobHash(content)).toBe(git);
    expect(gitBlobHash(Buffer.from(content))).toBe(git);
  });
});
