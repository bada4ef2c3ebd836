import { describe, expect, test } from 'vitest';
import { localNames, originOf, unclearNames } from '../../../generators/patch/symbol-origin.ts';
import type { ImportBinding } from '../../../generators/syntax/import-statement.ts';

const relative = './background-jobs/background-jobs.module';
const alias = '@/background-jobs/background-jobs.module';

describe('a specifier beside ours', () => {
  test.each([
    [relative, relative, 'ours'],
    ['./background-jobs/background-jobs.module.js', relative, 'ours'],
    ['./../src/../background-jobs/background-jobs.module.ts', '../background-jobs/background-jobs.module', 'ours'],
    ['./background-jobs', relative, 'ours'],
    ['./background-jobs/index.js', relative, 'ours'],
    [alias, relative, 'ours'],
    ['../background-jobs/background-jobs.module', alias, 'ours'],
    ['./legacy/background-jobs.module', relative, 'foreign'],
    ['../background-jobs/background-jobs.module', relative, 'foreign'],
    ['@acme/jobs', relative, 'foreign'],
    ['@nestjs/common', alias, 'foreign'],
    ['./modules', relative, 'unclear'],
    ['.', relative, 'unclear'],
    ['..', relative, 'unclear'],
    ['@acme/background-jobs', relative, 'unclear'],
    ['@acme/jobs/background-jobs.module', relative, 'unclear'],
    ['~/background-jobs/background-jobs.module', alias, 'unclear'],
    ['./modules', alias, 'unclear'],
  ])('%s beside %s is %s', (theirs, ours, origin) => {
    expect(originOf(theirs, ours)).toBe(origin);
  });
});

const symbol = { exported: 'JobsModule', specifier: './jobs/jobs.module' };

function binding(local: string, imported: string, specifier: string, kind: ImportBinding['kind'] = 'value'): ImportBinding {
  return { local, imported, specifier, kind };
}

test('the class is known by its imported names, not by types and not by others of its module', () => {
  expect(
    localNames(
      [
        binding('JobsModule', 'JobsModule', './jobs/jobs.module.js'),
        binding('J', 'JobsModule', './jobs'),
        binding('jobs', '*', './jobs/jobs.module'),
        binding('T', 'JobsModule', './jobs/jobs.module', 'type'),
        binding('JobsOptions', 'JobsOptions', './jobs/jobs.module'),
        binding('Other', 'JobsModule', '@acme/jobs-of-theirs'),
      ],
      symbol,
    ),
  ).toEqual(['JobsModule', 'J', 'jobs.JobsModule']);
});

test('a name is unclear that may be the class', () => {
  const bindings = [
    binding('JobsModule', 'JobsModule', './modules'),
    binding('all', '*', './modules'),
    binding('acme', '*', '@acme/other'),
  ];
  const reached = new Map(
    ['JobsModule', 'all.JobsModule', 'acme.JobsModule', 'm.JobsModule', 'all.Other', 'Local'].map((name) => [name, 1]),
  );
  expect(unclearNames(reached, bindings, symbol)).toEqual(['JobsModule', 'all.JobsModule', 'm.JobsModule']);
});
