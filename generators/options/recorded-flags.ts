import type { Manifest } from '../manifest/manifest.ts';
import { checkFlags } from './check-flags.ts';
import type { Flags } from './flags.ts';

/**
 * The answers of an earlier run as the flags that give them: a later run asks nothing that was answered. Where the module goes and what it is
 * registered in are not among them: files move, so the host is asked. A manifest is edited by hand at times, so values are checked as flags are.
 */
export function recordedFlags({ options }: Manifest): Flags {
  const { provider, orm, database, driver, tablePrefix, schema, connectionStringName, applicationName } = options;
  const answers = {
    provider,
    orm,
    database,
    driver,
    tablePrefix,
    schema: schema ?? '',
    connectionStringName,
    applicationName: applicationName ?? '',
    noRegister: options['register'] === false,
    noMigration: options['migration'] === false,
    noTests: options['tests'] === false,
  };
  return checkFlags(answers).flags;
}
