import type { WantedDependency } from '../patch/add-dependencies.ts';
import { holds, type Condition, type ModuleChoices } from '../templates/module-choices.ts';

interface CatalogueRow extends WantedDependency {
  /** Left out: always. */
  readonly when?: Condition;
}

/**
 * The packages that the emitted module needs beside Nest: `range` for a host without it, `minimum` for one that has it. The lowest version
 * of every range is a published one, because a host that pins exact versions gets just that. The driver also where the ORM is there already:
 * a connection of the module's own uses it.
 */
export const dependencyCatalogue: readonly CatalogueRow[] = [
  // 0.2 has no DataSource, which everything here is given.
  { name: 'typeorm', range: '^1.1.0', minimum: '0.3.0', section: 'dependencies', when: { provider: 'ef' } },
  // TypeORM needs it, and since 1.0 leaves it to the host.
  { name: 'reflect-metadata', range: '^0.2.2', minimum: '0.1.14', section: 'dependencies', when: { provider: 'ef', connection: 'own' } },
  { name: 'pg', range: '^8.16.0', minimum: '8.5.1', section: 'dependencies', when: { database: 'postgres' } },
  // TypeORM 1.1 names 12 as its peer, so npm refuses to install 13 beside it.
  { name: 'better-sqlite3', range: '^12.4.1', minimum: '8.0.0', section: 'dependencies', when: { database: 'sqlite' } },
  { name: 'mongodb', range: '^7.0.0', minimum: '6.0.0', section: 'dependencies', when: { driver: 'mongodb' } },
  // Brings version 6 of the driver, Mongoose 9 version 7.
  { name: 'mongoose', range: '^9.0.0', minimum: '8.0.0', section: 'dependencies', when: { driver: 'mongoose' } },
  // The first that has Mongoose 8 among its peers; the host has it, or there were no such connection.
  { name: '@nestjs/mongoose', range: '^11.0.4', minimum: '10.0.2', section: 'dependencies', when: { connection: 'nestjs-mongoose' } },
  // Reads cron expressions; 11.0.1 is the first that can treat lists of hours well where clocks are changed.
  { name: 'croner', range: '^11.0.1', minimum: '11.0.1', section: 'dependencies' },
  // Only where the host has it already.
  { name: '@opentelemetry/api', range: '^1.9.0', minimum: '1.3.0', section: 'dependencies', when: { telemetry: 'opentelemetry' } },
];

/** What a host needs for these choices. */
export function dependenciesFor(choices: ModuleChoices): readonly WantedDependency[] {
  return dependencyCatalogue.filter(({ when }) => when === undefined || holds(when, choices));
}
