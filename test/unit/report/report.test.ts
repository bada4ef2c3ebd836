import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../generators/errors/issue.ts';
import type { ResolvedOptions } from '../../../generators/options/add-options.ts';
import type { Plan } from '../../../generators/plan/plan.ts';
import { outcomeOf, type Reached, type Status } from '../../../generators/report/outcome.ts';
import { previewText } from '../../../generators/report/preview.ts';
import { reportText } from '../../../generators/report/report-text.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const warning: Issue = { code: 'coexists', severity: 'warning', message: 'A queue is there.', remedy: 'Nothing to do.' };
const error: Issue = { ...warning, code: 'patch-refused', severity: 'error', message: 'No place for it.', file: 'src/a.ts', line: 3, expected: 'a list', found: 'a call', snippet: 'paste me' };
const plan: Plan = {
  changes: [
    { path: 'src/jobs/b.ts', kind: 'create', reason: 'the module', after: 'b\n' },
    { path: 'src/jobs/a.ts', kind: 'create', reason: 'the module', after: 'a\n' },
    { path: 'src/app.module.ts', kind: 'modify', reason: 'imports it', before: 'one\r\ntwo\r\n', after: 'one\r\nnew\r\ntwo\r\n' },
  ],
  dependencies: [
    { name: 'typeorm', range: '^1.1.0', section: 'dependencies', action: 'add' },
    { name: 'pg', range: '^8.0.0', section: 'dependencies', action: 'keep' },
  ],
  issues: [warning],
  next: ['npm install', 'Write a job'],
};
const host = hostOf(sampleHost);

describe('the preview', () => {
  const options = { provider: 'ef', orm: 'typeorm', database: 'sqlite', tablePrefix: '', schema: null, connectionStringName: 'Jobs', path: 'src/jobs' };
  const origins = { database: { from: 'flag' }, path: { from: 'host', evidence: host.sourceRoot.evidence }, connectionStringName: { from: 'manifest' } };
  const screen = stripVTControlCharacters(previewText(host, { options, origins } as unknown as ResolvedOptions, plan));

  it('shows each option with where it comes from, and none that is not set', () => {
    expect(screen).toMatch(/^ {2}database +sqlite {2}\(flag\)$/m);
    expect(screen).toMatch(/^ {2}connection-string-name +Jobs {2}\(manifest\)$/m);
    expect(screen).toMatch(/^ {2}path +src\/jobs {2}from .* in /m);
    expect(screen).toMatch(/^ {2}table-prefix +\(empty\)$/m);
    expect(screen).not.toMatch(/^ {2}schema/m);
  });

  it('shows created files by folder, patches as a diff, what is added and what is there', () => {
    expect(screen).toContain('create src/jobs/  2 files');
    expect(screen).toContain('modify src/app.module.ts  imports it');
    expect(screen).toContain('   one\n  +new\n   two\n');
    expect(screen).toContain('+ typeorm@^1.1.0 dependencies');
    expect(screen).toContain('  pg@^8.0.0 already there');
    expect(screen).toContain('A queue is there.');
    expect(screen).toContain('- npm install\n  - Write a job');
  });
});

describe('the report', () => {
  const report = (status: Status, reached: Partial<Reached> = { plan }, issues: readonly Issue[] = []) =>
    stripVTControlCharacters(reportText(outcomeOf('add', status, { host: null, options: null, plan: null, ...reached }, issues)));

  it('counts what was written and numbers what is left to do', () => {
    expect(report('done')).toContain('2 files created, 1 changed. Next:\n  1. npm install\n  2. Write a job\n');
    expect(report('done', { plan, host: { ...host, root: join(process.cwd(), 'apps/api') } })).toMatch(/Next, in apps.api:\n {2}1\. npm install\n/);
    expect(report('done', { plan: { ...plan, changes: plan.changes.slice(2), next: [] } })).toMatch(/: 1 changed\.\n$/);
  });

  it('tells the issues of a plan where no preview has', () => {
    expect(report('nothing-to-do')).toContain('A queue is there.');
    expect(report('pending')).toContain('A queue is there.');
    expect(report('done')).not.toContain('A queue is there.');
    expect(report('refused', { plan: { ...plan, issues: [warning, error] } })).toContain('No place for it.');
  });

  it('tells an error with its place, what was expected and found, what to do and what to paste', () => {
    expect(report('refused', {}, [error])).toBe(
      'error No place for it. src/a.ts:3 [patch-refused]\n  expected: a list\n  found:    a call\n  Nothing to do.\n    paste me\n\nrefused Nothing was written.\n',
    );
  });

  it('is of nothing planned where the command is refused', () => {
    const { plan: left } = outcomeOf('add', 'refused', { host, options: null, plan }, []);
    expect(left).toEqual({ changes: [], dependencies: [], issues: [warning], next: [] });
  });
});
