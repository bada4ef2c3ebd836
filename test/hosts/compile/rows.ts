import { testedVersions } from '../../../generators/host/supported-versions.ts';
import { stores } from '../../golden/mixes.ts';
import { pairwiseRows, type Row } from '../../support/rows.ts';

/** What varies between hosts in how emitted source is compiled. The target has the library of its year and no other. */
const axes = {
  typescript: testedVersions.typescript,
  nest: testedVersions['@nestjs/core'],
  format: ['commonjs by node', 'commonjs by nodenext', 'esm by nodenext'],
  store: Object.keys(stores) as (keyof typeof stores)[],
  target: ['ES2017', 'ES2019', 'ES2021', 'ES2022', 'ES2023'],
  strictness: ['none', 'strictNullChecks', 'noImplicitAny', 'strict', 'strictest'],
  classFields: ['assigned', 'defined'],
  decorators: ['with metadata', 'without metadata'],
  libraries: ['skipped', 'checked'],
} as const;

export type CompileRow = Row<typeof axes>;

interface Impossible {
  readonly values: { readonly [Name in keyof CompileRow]?: readonly CompileRow[Name][] };
  readonly reason: string;
}

/** Cells that cannot exist, or that no host has, and why. */
export const impossible: readonly Impossible[] = [
  { values: { format: ['commonjs by node'], typescript: ['6.0', '7.0'] }, reason: 'The resolution of Node 10 is deprecated in TypeScript 6 and gone in 7.' },
  { values: { format: ['commonjs by node'], nest: ['12'] }, reason: 'Nest 12 names its files by `exports`, which the resolution of Node 10 does not read.' },
  { values: { format: ['esm by nodenext'], nest: ['9', '10', '11'] }, reason: '`nest new` writes ES modules since Nest 12; older ones are left to CommonJS.' },
  { values: { target: ['ES2023'], typescript: ['4.9', '5.0', '5.4'] }, reason: 'The target ES2023 came with TypeScript 5.5.' },
  { values: { nest: ['12'], typescript: ['4.9', '5.0', '5.4'] }, reason: '`nest new` of Nest 12 writes TypeScript 6, and a CommonJS file may import its ES modules since TypeScript 5.8.' },
];

/** Whether a host can have these values. */
function isPossible(values: Partial<CompileRow>): boolean {
  return !impossible.some((cell) => Object.entries(cell.values).every(([name, among]) => (among as readonly (string | undefined)[]).includes(values[name as keyof CompileRow])));
}

/** Every pair of values that a host can have stands in one of them. */
export const compileRows: readonly CompileRow[] = pairwiseRows(axes, isPossible);
