import { describe, expect, it } from 'vitest';

import { matchesEntityGlob } from '../../../generators/host/matches-entity-glob.ts';
import { hostOf, sampleHost } from './sample-host.ts';

const entity = 'src/background-jobs/typeorm/background-job-record.entity.ts';

describe('a glob of the host finds our entity', () => {
  const host = hostOf(sampleHost);

  it.each([
    ['src/**/*.entity{.ts,.js}', true],
    ['src/**/*.entity.ts', true],
    ['src/**/*.entity.js', true],
    ['./src/**/*.entity.ts', true],
    ['**/*.entity.js', true],
    ['dist/**/*.entity.js', true],
    ['dist/**/*.entity{.ts,.js}', true],
    ['dist/src/**/*.entity.js', true],
    ['dist/background-jobs/**/*.js', true],
    ['{src,dist}/**/*.entity.{ts,js}', true],
    ['src/**/entities/*.ts', false],
    ['src/entities/*.entity.ts', false],
    ['dist/**/*.model.js', false],
    ['dist/**/*.entity.ts', false],
    ['build/**/*.entity.js', false],
    ['src/*.entity.ts', false],
  ])('%s: %s', (pattern, expected) => {
    expect(matchesEntityGlob(pattern, entity, host)).toBe(expected);
  });

  it('in the folder the compiler is told to write to', () => {
    const other = hostOf({ ...sampleHost, 'tsconfig.json': '{ "compilerOptions": { "outDir": "build", "rootDir": "." } }' });
    expect(other.buildFolders[0]).toBe('build/src');
    expect(matchesEntityGlob('build/src/**/*.entity.js', entity, other)).toBe(true);
    expect(matchesEntityGlob('dist/**/*.entity.js', entity, other)).toBe(false);
  });
});
