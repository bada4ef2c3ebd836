import { holds, type Condition, type ModuleChoices } from './module-choices.ts';

export interface TemplateRule {
  /** A file or, with a slash at the end, a folder below `templates/`. */
  readonly from: string;
  /** Where it goes below the module's folder; `null`: nowhere. */
  readonly to: string | null;
  readonly when?: Condition;
}

const module = 'background-jobs/';

/** Which templates go where. The first row that fits a file and whose condition holds decides; a file no row fits is not written. */
export const templateRules: readonly TemplateRule[] = [
  ...oneOf('database', { typeorm: { provider: 'ef' }, mongodb: { provider: 'mongodb' } }),
  ...oneOf('testing/test-database', { typeorm: { provider: 'ef' }, mongodb: { provider: 'mongodb' } }),
  ...oneOf('telemetry/telemetry', { opentelemetry: { telemetry: 'opentelemetry' }, none: { telemetry: 'none' } }),
  { from: `${module}typeorm/`, to: null, when: { provider: 'mongodb' } },
  ...oneOf('typeorm/host-data-source', { 'nestjs-typeorm': { connection: 'nestjs-typeorm' }, none: { connection: 'own' } }),
  { from: `${module}typeorm/data-source.ts`, to: null, when: { migration: 'left out' } },
  { from: `${module}typeorm/migrations.ts`, to: null, when: { migration: 'left out' } },
  { from: `${module}typeorm/postgres/`, to: 'typeorm/', when: { database: 'postgres' } },
  { from: `${module}typeorm/sqlite/`, to: 'typeorm/', when: { database: 'sqlite' } },
  { from: `${module}typeorm/postgres/`, to: null },
  { from: `${module}typeorm/sqlite/`, to: null },
  { from: `${module}mongodb/`, to: null, when: { provider: 'ef' } },
  ...oneOf('mongodb/driver', { mongodb: { driver: 'mongodb' }, mongoose: { driver: 'mongoose' } }),
  ...oneOf('mongodb/host-connection', {
    'nestjs-mongoose': { connection: 'nestjs-mongoose' },
    'mongo-client': { connection: 'mongo-client' },
    none: { connection: 'own' },
  }),
  { from: module, to: '' },
];

/** One file of several: `driver.mongoose.ts` becomes `driver.ts` where its condition holds. */
function oneOf(file: string, variants: Readonly<Record<string, Condition>>): readonly TemplateRule[] {
  return Object.entries(variants).flatMap(([variant, when]): readonly TemplateRule[] => {
    const from = `${module}${file}.${variant}.ts`;
    return [
      { from, to: `${file}.ts`, when },
      { from, to: null },
    ];
  });
}

/** How the names of tests end among the templates; a host may call them otherwise. */
export const templateTestEnding = '.spec.ts';

/** The tests among templates: where they go below the module's folder, without the ending. */
export function testsAmong(templates: readonly string[], choices: ModuleChoices): readonly string[] {
  const targets = templates.map((template) => targetOf(template, choices)).filter((target) => target !== null);
  return targets.filter((target) => target.endsWith(templateTestEnding)).map((target) => target.slice(0, -templateTestEnding.length));
}

/** Where a template goes below the module's folder, or `null` where these choices leave it out. */
export function targetOf(template: string, choices: ModuleChoices): string | null {
  const isTest = template.endsWith(templateTestEnding) || template.includes('/testing/');
  if (isTest && choices.tests === 'left out') {
    return null;
  }
  for (const { from, to, when } of templateRules) {
    const fits = from.endsWith('/') ? template.startsWith(from) : template === from;
    if (fits && (when === undefined || holds(when, choices))) {
      return to === null || !from.endsWith('/') ? to : `${to}${template.slice(from.length)}`;
    }
  }
  return null;
}
