import type { CompileRow } from './rows.ts';

/** The strictest flags that hosts use. */
export const strictest = {
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noPropertyAccessFromIndexSignature: true,
  isolatedModules: true,
} as const;

const strictness = {
  none: { strict: false },
  strictNullChecks: { strict: false, strictNullChecks: true },
  noImplicitAny: { strict: false, noImplicitAny: true },
  strict: { strict: true },
  strictest,
} as const;

const formats = {
  'commonjs by node': { module: 'commonjs', moduleResolution: 'node' },
  'commonjs by nodenext': { module: 'nodenext', moduleResolution: 'nodenext', esModuleInterop: true },
  'esm by nodenext': { module: 'nodenext', moduleResolution: 'nodenext', esModuleInterop: true },
} as const;

/** The host's compiler options in a row. */
export function compilerOptions(row: CompileRow): object {
  const isEsm = row.format === 'esm by nodenext';
  return {
    ...formats[row.format],
    ...strictness[row.strictness],
    // It forbids `import` in a CommonJS file, so no CommonJS host has it.
    ...(isEsm && row.strictness === 'strictest' && { verbatimModuleSyntax: true }),
    target: row.target,
    lib: [row.target],
    types: isEsm ? ['node'] : ['node', 'jest'],
    useDefineForClassFields: row.classFields === 'defined',
    experimentalDecorators: true,
    emitDecoratorMetadata: row.decorators === 'with metadata',
    skipLibCheck: row.libraries === 'skipped',
    rootDir: '.',
    noEmit: true,
  };
}
