import { describe, expect, it } from 'vitest';
import { packageInfo } from '../../../generators/report/package-info.ts';
import { templateFiles } from '../../../generators/templates/template-files.ts';
import { targetOf, templateRules, type TemplateChoices } from '../../../generators/templates/template-rules.ts';

const templates = templateFiles(packageInfo().root).paths.filter((path) => path.startsWith('background-jobs/'));
const everyChoice: readonly TemplateChoices[] = (['postgres', 'sqlite'] as const).flatMap((database) =>
  (['nestjs-typeorm', 'own'] as const).flatMap((connection) =>
    (['opentelemetry', 'none'] as const).flatMap((telemetry) =>
      (['written', 'left out'] as const).flatMap((migration) => (['written', 'left out'] as const).map((tests) => ({ database, connection, telemetry, migration, tests }))),
    ),
  ),
);

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
      expect(templates.map((template) => targetOf(template, choices)).filter((target) => /postgres|sqlite\/|nestjs-typeorm|\.none\.|opentelemetry/.test(target ?? ''))).toEqual([]);
    }
  });

  it('leave tests out when told so', () => {
    const choices: TemplateChoices = { database: 'sqlite', connection: 'own', telemetry: 'none', migration: 'written', tests: 'left out' };
    expect(templates.map((template) => targetOf(template, choices)).filter((target) => /spec\.ts$|testing\//.test(target ?? ''))).toEqual([]);
  });
});
