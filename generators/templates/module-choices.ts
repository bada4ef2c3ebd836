/** The choices that decide what the module is made of: its files, and the packages it needs. */
export interface ModuleChoices {
  readonly provider: 'ef' | 'mongodb';
  readonly database: 'postgres' | 'sqlite' | 'mongodb';
  /** Only with MongoDB. */
  readonly driver?: 'mongodb' | 'mongoose';
  /**
   * Whose connection the jobs are on: the host's through `@nestjs/typeorm`, through `@nestjs/mongoose` or by a provider of the host that gives
   * a client of MongoDB's driver; or only one of the module's own.
   */
  readonly connection: 'nestjs-typeorm' | 'nestjs-mongoose' | 'mongo-client' | 'own';
  /** Where spans and metrics go. */
  readonly telemetry: 'opentelemetry' | 'none';
  readonly migration: 'written' | 'left out';
  readonly tests: 'written' | 'left out';
}

/** Choices that something is only for. */
export type Condition = Partial<ModuleChoices>;

/** Whether the choices are those of the condition. */
export function holds(condition: Condition, choices: ModuleChoices): boolean {
  return (Object.keys(condition) as (keyof ModuleChoices)[]).every((name) => condition[name] === choices[name]);
}
