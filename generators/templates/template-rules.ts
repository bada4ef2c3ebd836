/** The choices that decide which templates are written. */
export interface TemplateChoices {
  readonly database: 'postgres' | 'sqlite';
  /** Whose connection the jobs are on: the host's through `@nestjs/typeorm`, or only one of the module's own. */
  readonly connection: 'nestjs-typeorm' | 'own';
  /** Where spans and metrics go. */
  readonly telemetry: 'opentelemetry' | 'none';
  readonly migration: 'written' | 'left out';
  readonly tests: 'written' | 'left out';
}

export interface TemplateRule {
  /** A file or, with a slash at the end, a folder below `templates/`. */
  readonly from: string;
  /** Where it goes below the module's folder; `null`: nowhere. */
  readonly to: string | null;
  readonly when?: (choices: TemplateChoices) => boolean;
}

const isPostgres = ({ database }: TemplateChoices) => database === 'postgres';
const isSqlite = ({ database }: TemplateChoices) => database === 'sqlite';
const usesHostConnection = ({ connection }: TemplateChoices) => connection === 'nestjs-typeorm';
const usesOwnConnection = ({ connection }: TemplateChoices) => connection === 'own';
const usesOpenTelemetry = ({ telemetry }: TemplateChoices) => telemetry === 'opentelemetry';
const hasNoTelemetry = ({ telemetry }: TemplateChoices) => telemetry === 'none';
const hasNoMigration = ({ migration }: TemplateChoices) => migration === 'left out';

const module = 'background-jobs/';

/** Which templates go where. The first row that fits a file and whose condition holds decides; a file no row fits is not written. */
export const templateRules: readonly TemplateRule[] = [
  { from: `${module}typeorm/host-data-source.nestjs-typeorm.ts`, to: 'typeorm/host-data-source.ts', when: usesHostConnection },
  { from: `${module}typeorm/host-data-source.none.ts`, to: 'typeorm/host-data-source.ts', when: usesOwnConnection },
  { from: `${module}typeorm/host-data-source.nestjs-typeorm.ts`, to: null },
  { from: `${module}typeorm/host-data-source.none.ts`, to: null },
  { from: `${module}telemetry/telemetry.opentelemetry.ts`, to: 'telemetry/telemetry.ts', when: usesOpenTelemetry },
  { from: `${module}telemetry/telemetry.none.ts`, to: 'telemetry/telemetry.ts', when: hasNoTelemetry },
  { from: `${module}telemetry/`, to: null },
  { from: `${module}typeorm/data-source.ts`, to: null, when: hasNoMigration },
  { from: `${module}typeorm/migrations.ts`, to: null, when: hasNoMigration },
  { from: `${module}typeorm/postgres/`, to: 'typeorm/', when: isPostgres },
  { from: `${module}typeorm/sqlite/`, to: 'typeorm/', when: isSqlite },
  { from: `${module}typeorm/postgres/`, to: null },
  { from: `${module}typeorm/sqlite/`, to: null },
  { from: module, to: '' },
];

/** Where a template goes below the module's folder, or `null` where these choices leave it out. */
export function targetOf(template: string, choices: TemplateChoices): string | null {
  const isTest = template.endsWith('.spec.ts') || template.includes('/testing/');
  if (isTest && choices.tests === 'left out') {
    return null;
  }
  for (const { from, to, when } of templateRules) {
    const fits = from.endsWith('/') ? template.startsWith(from) : template === from;
    if (fits && (when?.(choices) ?? true)) {
      return to === null || !from.endsWith('/') ? to : `${to}${template.slice(from.length)}`;
    }
  }
  return null;
}
