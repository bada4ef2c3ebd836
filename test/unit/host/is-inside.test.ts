import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInside } from '../../../generators/host/is-inside.ts';

describe('a folder', () => {
  it.each([
    ['.', true],
    ['src', true],
    // A name that only begins like the way up.
    ['..jobs', true],
    ['..', false],
    ['../shop-admin', false],
    ['src/../../other', false],
  ])('holds %s: %s', (path, holds) => {
    expect(isInside('/work/shop', join('/work/shop', path))).toBe(holds);
  });
});
