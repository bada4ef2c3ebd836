import { testedVersions } from '../../../generators/host/supported-versions.ts';
/** What varies between hosts in how emitted specs are run. */
const axes = {
  runner: ['jest 27', 'jest 28', 'jest 29', 'jest 30', 'vitest 1', 'vitest 2', 'vitest 3', 'vitest 4', 'vitest 5'],
  transform: ['ts-jest', '@swc/jest', 'unplugin-swc', 'esbuild or oxc'],
  typescript: testedVersions.typescript,
  target: ['ES2017', 'ES2022'],
  nest: testedVersions['@nestjs/core'],
  strictness: ['none', 'strictNullChecks', 'strict'],
  store: ['sqlite-own', 'postgres-typeorm', 'mongodb-mongoose', 'sqlite-typeorm', 'postgres-own', 'mongodb-client', 'mongodb-own'],
} as const;

export type RunnerRow = { readonly [Name in keyof typeof axes]: (typeof axes)[Name][number] };

interface Impossible {
  readonly values: { readonly [Name in keyof RunnerRow]?: readonly RunnerRow[Name][] };
  readonly reason: string;
}

const jests = axes.runner.filter((runner) => runner.startsWith('jest'));
const vitests = axes.runner.filter((runner) => runner.startsWith('vitest'));

/** Cells that cannot exist, or that no host has, and why. */
export const impossible: readonly Impossible[] = [
  { values: { runner: vitests, transform: ['ts-jest', '@swc/jest'] }, reason: 'These transform for Jest.' },
  { values: { runner: jests, transform: ['unplugin-swc', 'esbuild or oxc'] }, reason: 'These transform for Vitest.' },
  { values: { transform: ['ts-jest'], typescript: ['7.0'] }, reason: 'ts-jest works through the compiler API of TypeScript, which 7 does not have.' },
  { values: { runner: ['jest 27'], transform: ['ts-jest'], typescript: ['5.0', '5.4', '5.9', '6.0'] }, reason: 'The peer range of ts-jest 27 ends before TypeScript 5.0.' },
  { values: { runner: ['jest 27', 'jest 28', 'jest 29'], nest: ['12'] }, reason: 'Nest 12 is published as ES modules only, which Jest can require since 30.' },
  { values: { runner: jests, nest: ['12'], typescript: ['4.9', '5.0', '5.4'] }, reason: 'A CommonJS file may import the ES modules of Nest 12 since TypeScript 5.8.' },
  { values: { runner: ['jest 27', 'jest 28'], nest: ['10', '11'] }, reason: '`nest new` wrote Jest 29 since Nest 10.' },
  { values: { runner: ['jest 29', 'jest 30'], nest: ['9'] }, reason: 'Left to Jest 27 and 28, which have no other Nest.' },
  { values: { runner: ['jest 30'], nest: ['10'] }, reason: '`nest new` wrote Jest 30 since Nest 11.' },
  { values: { runner: ['vitest 1'], nest: ['11', '12'] }, reason: 'Vitest 1 is older than these.' },
  { values: { runner: ['vitest 2', 'vitest 3'], nest: ['12'] }, reason: 'Vitest 2 and 3 are older than it.' },
  { values: { runner: ['vitest 4', 'vitest 5'], nest: ['9', '10'] }, reason: 'Left to Vitest 1 to 3.' },
];

/** Why values cannot stand in one row; `null` where they can. */
export function obstacle(values: Partial<RunnerRow>): string | null {
  const found = impossible.find((cell) => Object.entries(cell.values).every(([name, among]) => (among as readonly (string | undefined)[]).includes(values[name as keyof RunnerRow])));
  return found?.reason ?? null;
}

const majors = [...new Set(axes.typescript.map((version) => version.split('.')[0] ?? ''))];

/**
 * A row for every runner, major version of TypeScript and target. TypeScript itself transforms only in ts-jest, which therefore has every cell that
 * it can; the rest is shared out among the other transforms, and so are the values of all that has nothing to do with the runner.
 */
export const runnerRows: readonly RunnerRow[] = axes.runner.flatMap((runner, runnerIndex) =>
  majors.flatMap((major, majorIndex) =>
    axes.target.map((target, targetIndex): RunnerRow => {
      const turn = runnerIndex + 2 * majorIndex + targetIndex;
      const typescript = turnOf(axes.typescript.filter((version) => version.startsWith(`${major}.`)), turn);
      const transforms = axes.transform.filter((transform) => obstacle({ runner, transform, typescript }) === null);
      const transform = transforms.includes('ts-jest') ? 'ts-jest' : turnOf(transforms, majorIndex + targetIndex);
      const nest = turnOf(axes.nest.filter((version) => obstacle({ runner, typescript, nest: version }) === null), majorIndex + 2 * targetIndex);
      return { runner, transform, typescript, target, nest, strictness: turnOf(axes.strictness, turn), store: turnOf(axes.store, 3 * runnerIndex + 2 * majorIndex + targetIndex) };
    }),
  ),
);

function turnOf<Value>(values: readonly Value[], turn: number): Value {
  const value = values[turn % values.length];
  if (value === undefined) {
    throw new Error('Every value of an axis is impossible.');
  }
  return value;
}
