import type { AddOptions } from '../options/add-options.ts';
import { jobsDatabase } from '../options/jobs-database.ts';
import type { ModuleChoices } from '../templates/module-choices.ts';
import type { Connection } from './choose-connection.ts';

/** The choices that these options make, with what else was decided. */
export function moduleChoicesOf(
  options: AddOptions,
  { connection, ...decided }: Pick<ModuleChoices, 'telemetry' | 'migration' | 'tests'> & { readonly connection: Connection },
): ModuleChoices {
  return {
    provider: options.provider,
    database: jobsDatabase(options),
    ...(options.provider === 'mongodb' && { driver: options.driver }),
    connection: connection.kind,
    ...decided,
  };
}
