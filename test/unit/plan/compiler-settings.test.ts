import { describe, expect, it } from 'vitest';
import { unusableSettings } from '../../../generators/plan/compiler-settings.ts';
import { memoryHostFiles, memoryRoot } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const toldOf = (compilerOptions: object, base: object = {}) => {
  const all = {
    ...sampleHost,
    'tsconfig.json': JSON.stringify({ extends: './tsconfig.base.json', compilerOptions }, null, 2),
    'tsconfig.base.json': JSON.stringify({ compilerOptions: base }, null, 2),
  };
  return unusableSettings(memoryHostFiles(all)(memoryRoot), hostOf(all));
};

describe('compiler settings', () => {
  it.each([{}, { target: 'ES2017' }, { target: 'esnext' }, { target: 'es2023', experimentalDecorators: true, erasableSyntaxOnly: false }])('%j will do', (options) => {
    expect(toldOf(options)).toEqual([]);
  });

  it.each([{ target: 'es5' }, { target: 'ES6' }, { target: 'ES2016' }, { experimentalDecorators: false }, { erasableSyntaxOnly: true }, { isolatedDeclarations: true }])('%j are refused at their line', (options) => {
    expect(toldOf(options)).toMatchObject([{ code: 'host-setting', severity: 'error', file: 'tsconfig.json', line: 4 }]);
  });

  it('are refused where the base has them', () => {
    expect(toldOf({}, { target: 'es5' })).toMatchObject([{ file: 'tsconfig.base.json', line: 3 }]);
    expect(toldOf({ target: 'es2021' }, { target: 'es5' })).toEqual([]);
  });
});
