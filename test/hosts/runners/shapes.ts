import type { RunnerRow } from './rows.ts';

/** A host whose runner is configured otherwise than `nest new` does it. */
export interface RunnerShape {
  readonly name: string;
  readonly row: RunnerRow;
  /** Replaces members of Jest's configuration in package.json. */
  readonly jest?: Readonly<Record<string, unknown>>;
  /** Replaces vitest.config.ts. */
  readonly vitest?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** How the emitted tests are called there. */
  readonly ending: '.spec.ts' | '.test.ts';
  /** Whether the runner finds them by itself, or by the command that `add` prints. */
  readonly found: 'by itself' | 'by the command';
  /** All the emitted suites are run, and that only by `npm run test:all`. */
  readonly isWhole?: boolean;
  /** Suites that only `npm run test:all` runs. */
  readonly long?: RegExp;
  /** Given to the runner beside what it is given in every host. */
  readonly args?: readonly string[];
}

const base = { target: 'ES2022', strictness: 'strict', store: 'sqlite-typeorm' } as const;
const jest: RunnerRow = { ...base, runner: 'jest 30', transform: '@swc/jest', typescript: '5.9', nest: '11' };
const vitest: RunnerRow = { ...base, runner: 'vitest 4', transform: 'esbuild or oxc', typescript: '6.0', nest: '12' };

export const runnerShapes: readonly RunnerShape[] = [
  { name: 'Jest from the root, tests called .test.ts', row: jest, jest: { rootDir: '.', testRegex: '.*\\.test\\.ts$' }, ending: '.test.ts', found: 'by itself' },
  { name: 'Jest with testMatch', row: jest, jest: { testRegex: undefined, testMatch: ['<rootDir>/**/*.test.ts'] }, ending: '.test.ts', found: 'by itself' },
  { name: 'Jest that looks in folders of tests only', row: jest, jest: { testRegex: undefined, testMatch: ['**/__tests__/**/*.ts'] }, ending: '.spec.ts', found: 'by the command' },
  { name: 'Jest that looks in another folder', row: jest, jest: { rootDir: '.', roots: ['<rootDir>/test'] }, files: { 'test/.gitkeep': '' }, ending: '.spec.ts', found: 'by the command' },
  {
    name: 'Jest with path aliases, and sources for what is imported with .js',
    row: jest,
    jest: { moduleNameMapper: { '^src/(.*)$': '<rootDir>/$1', '^@app/(.*)$': '<rootDir>/$1', '^(\\.{1,2}/.*)\\.js$': '$1' } },
    files: { 'src/main.ts': "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module.js';\n\nvoid NestFactory.create(AppModule).then((app) => app.listen(3000));\n" },
    ending: '.spec.ts',
    found: 'by itself',
  },
  { name: 'Jest that fakes timers', row: jest, jest: { fakeTimers: { enableGlobally: true } }, ending: '.spec.ts', found: 'by itself' },
  { name: 'Jest 27 that fakes timers', row: { ...jest, runner: 'jest 27', nest: '9' }, jest: { timers: 'modern' }, ending: '.spec.ts', found: 'by itself', isWhole: true },
  {
    name: 'Jest that fakes timers, with a threshold of coverage',
    row: jest,
    jest: {
      fakeTimers: { enableGlobally: true },
      collectCoverage: true,
      collectCoverageFrom: ['background-jobs/**/*.ts'],
      coverageThreshold: { global: { statements: 90, branches: 90, functions: 90, lines: 90 } },
    },
    ending: '.spec.ts',
    found: 'by itself',
    isWhole: true,
  },
  {
    name: 'Jest that resets what is mocked, in parallel, with set-up of the host and coverage of its sources',
    row: jest,
    jest: {
      resetMocks: true,
      restoreMocks: true,
      resetModules: true,
      maxWorkers: 2,
      globalSetup: '<rootDir>/../test/set-up.js',
      collectCoverage: true,
      collectCoverageFrom: ['app.module.ts'],
      coverageThreshold: { global: { lines: 0 } },
    },
    files: { 'test/set-up.js': 'module.exports = async () => {};\n' },
    ending: '.spec.ts',
    found: 'by itself',
  },
  // Which slows down all that waits: the life of workers by the factor of 20.
  { name: 'Jest that looks for what is left open', row: jest, long: /background-job-worker-life/, args: ['--detectOpenHandles', '--runInBand', '--testTimeout=60000'], ending: '.spec.ts', found: 'by itself' },
  { name: 'Vitest in src, tests called .test.ts', row: vitest, vitest: "import { defineConfig } from 'vitest/config';\n\nexport default defineConfig({ test: { globals: true, include: ['src/**/*.test.ts'] } });\n", ending: '.test.ts', found: 'by itself' },
  { name: 'Vitest with mocks that are reset', row: vitest, vitest: "import { defineConfig } from 'vitest/config';\n\nexport default defineConfig({ test: { mockReset: true, restoreMocks: true, unstubGlobals: true, isolate: false, include: ['**/*.spec.ts'] } });\n", ending: '.spec.ts', found: 'by itself' },
];
