import { describe, expect, it } from 'vitest';
import { packageInfo } from '../../../generators/report/package-info.ts';
import { templateFiles } from '../../../generators/templates/template-files.ts';
import type { ModuleChoices } from '../../../generators/templates/module-choices.ts';
import { targetOf, templateRules } from '../../../generators/templates/template-rules.ts';

const templates = templateFiles(packageInfo().root).paths.filter((path) => path.startsWith('background-jobs/'));
const ends = (['opentelemetry', 'none'] as const).flatMap((telemetry) =>
  (['written', 'left out'] as const).flatMap((migration) => (['written', 'left out'] as const).map((tests) => ({ telemetry, migration, tests }))),
);
const stores: readonly Pick<ModuleChoices, 'provider' | 'database' | 'driver' | 'connection'>[] = [
  ...(['postgres', 'sqlite'] as const).flatMap((database) => (['nestjs-typeorm', 'own'] as const).map((connection) => ({ provider: 'ef', database, connection }) as const)),
  { provider: 'mongodb', database: 'mongodb', driver: 'mongodb', connection: 'mongo-client' },
  { provider: 'mongodb', database: 'mongodb', driver: 'mongodb', connection: 'own' },
  { provider: 'mongodb', database: 'mongodb', driver: 'mongoose', connection: 'nestjs-mongoose' },
  { provider: 'mongodb', database: 'mongodb', driver: 'mongoose', connection: 'own' },
];
const everyChoice: readonly ModuleChoices[] = stores.flatMap((store) => ends.map((end) => ({ ...store, ...end })));

describe('templateRules', () => {
  it('send no two templates to one place', () => {
    for (const choices of everyChoice) {
      const targets = templates.map((template) => targetOf(template, choices)).filter((target) => target !== null);
      expect(targets).toEqual([...new Set(targets)]);
    }
  });

  it('use every template in some choice', () => {
    expect(templates.filter((template) => everyChoice.every((choices) => targetOf(template, choices) === null))).toEqual([]);
  });

  it('name only templates that exist', () => {
    expect(templateRules.filter(({ from }) => !templates.some((template) => template.startsWith(from)))).toEqual([]);
  });

  it('leave nothing of the choice in the path', () => {
    for (const choices of everyChoice) {
      expect(templates.map((template) => targetOf(template, choices)).filter((target) => /postgres|sqlite\/|\.(?:nestjs-typeorm|nestjs-mongoose|mongo-client|none|opentelemetry|typeorm|mongodb|mongoose)\./.test(target ?? ''))).toEqual([]);
    }
  });

  it('bring nothing of one provider beside the other', () => {
    for (const choices of everyChoice) {
      const other = choices.provider === 'ef' ? /^mongodb\// : /^typeorm\//;
      expect(templates.map((template) => targetOf(template, choices)).filter((target) => other.test(target ?? ''))).toEqual([]);
    }
  });

  it('leave tests out when told so', () => {
    const choices: ModuleChoices = { provider: 'ef', database: 'sqlite', connection: 'own', telemetry: 'none', migration: 'written', tests: 'left out' };
    expect(templates.map((template) => targetOf(template, choices)).filter((target) => /spec\.ts$|testing\//.test(target ?? ''))).toEqual([]);
  });
});
