import { expect, test } from 'vitest';
import { orderedIndex } from '../../../generators/patch/import-order.ts';

const ours = './background-jobs/background-jobs.module';

test.each<[string, readonly string[], number]>([
  ['packages, then relative ones, in order', ['@nestjs/common', 'rxjs', './a', './z'], 3],
  ['what is further up before what stands beside', ['@nestjs/common', '../z', './a', './z'], 3],
  ['relative ones first, by text', ['../z', './a', './z', '@nestjs/common'], 2],
  ['upper and lower case alike', ['@nestjs/common', './A', './C', './d'], 2],
  ['ours is the last', ['@nestjs/common', 'rxjs', './a', './app.service'], 4],
  ['in no order', ['rxjs', '@nestjs/common', './z', './a'], 4],
  ['too few to be meant', ['@nestjs/common', './z'], 2],
  ['too few relative ones to be meant', ['@nestjs/common', '@nestjs/core', 'rxjs', './z'], 4],
  ['none', [], 0],
])('%s', (_name, specifiers, index) => {
  expect(orderedIndex(specifiers, ours)).toBe(index);
});
