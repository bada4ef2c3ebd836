import type { AddOptions } from './add-options.ts';
import type { Flags } from './flags.ts';

/** The answers of an earlier run, as the flags that give them: a later run asks nothing that was answered. */
export function recordedFlags(options: AddOptions): Flags {
  return {
    provider: options.provider,
    orm: options.orm,
    database: options.database,
    tablePrefix: options.tablePrefix,
    ...(options.database === 'postgres' && { schema: options.schema ?? '' }),
    connectionStringName: options.connectionStringName,
    applicationName: options.applicationName ?? '',
    path: options.path,
    ...(options.rootModule !== null && { rootModule: options.rootModule }),
    ...(options.project !== null && { project: options.project }),
    noRegister: !options.register,
    noMigration: !options.migration,
    noTests: !options.tests,
  };
}
