import { describe, expect, it } from 'vitest';
import { isOldNode, oldNodeAnswer } from '../../../generators/app/old-node.ts';

const start = { node: '18.20.8', platform: 'linux', generator: { name: 'generator-abp-background-jobs', version: '0.1.0' } };

describe('a Node', () => {
  it.each([
    ['16.20.2', true],
    ['20.19.0', true],
    ['22.17.1', true],
    ['22.18.0', false],
    ['24.11.0', false],
  ])('%s is too old: %s', (node, isOld) => {
    expect(isOldNode(node)).toBe(isOld);
  });

  it.each([
    ['linux', ['add', '--table-prefix', ''], "add --table-prefix ''"],
    ['linux', ['--application-name', "it's ours"], "--application-name 'it'\\''s ours'"],
    ['win32', ['--application-name', 'my "own" app'], '--application-name "my \\"own\\" app"'],
  ])('that is too old is told the line for its shell (%s, %j)', (platform, argv, words) => {
    expect(oldNodeAnswer({ ...start, platform, argv })).toContain(`\n  npx -p node@24 -p generator-abp-background-jobs abp-background-jobs ${words}\n`);
  });
});
