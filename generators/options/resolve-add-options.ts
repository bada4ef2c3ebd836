import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import type { AddOptions, EfOptions, JobsDatabase, MongodbOptions, ResolvedOptions } from './add-options.ts';
import { defaultPath } from './default-path.ts';
import { identifierRules } from './identifier-rules.ts';
import { take, type Collected, type OptionSources } from './option-sources.ts';
import { optionTable, type OptionName } from './option-table.ts';
import { resolveDatabase } from './resolve-database.ts';
import { resolveDriver } from './resolve-driver.ts';
import { resolveProvider } from './resolve-provider.ts';
import { validateApplicationName, validateConnectionStringName, validateSchema, validateTablePrefix } from './validate-names.ts';
import { normalizePath } from './validate-path.ts';

/** What is kept where: the options that only one provider has. */
type Store = Pick<EfOptions, 'provider' | 'orm' | 'database'> | Pick<MongodbOptions, 'provider' | 'driver'>;

/** How each provider comes by its own options. */
const resolveStore: Readonly<Record<AddOptions['provider'], (sources: OptionSources, collected: Collected) => Promise<Store | null>>> = {
  ef: async (sources, collected) => {
    const database = await resolveDatabase(sources, collected);
    return database && { provider: 'ef', orm: 'typeorm', database };
  },
  mongodb: async (sources, collected) => ({ provider: 'mongodb', driver: await resolveDriver(sources, collected) }),
};

/**
 * Puts flags, earlier answers, host and new answers together.
 * @throws IssuesError with every option that is wrong or missing.
 */
export async function resolveAddOptions(sources: OptionSources): Promise<ResolvedOptions> {
  const { host } = sources;
  const collected: Collected = { origins: {}, issues: [] };
  const { origins, issues } = collected;
  const given = <Name extends OptionName>(name: Name) => take(sources, name, origins);

  const provider = await resolveProvider(sources, collected);
  const store = provider && (await resolveStore[provider](sources, collected));
  // Names are checked against some database's rules, even where it is not known yet, to tell all that is wrong at once.
  const database: JobsDatabase = provider === 'mongodb' ? 'mongodb' : store?.provider === 'ef' ? store.database : 'postgres';
  const tablePrefix = await resolveText(sources, collected, 'tablePrefix', 'Abp', (value) => validateTablePrefix(value, database));
  const asksSchema = (store !== null && identifierRules[database].noSchemas === null) || sources.flags.schema !== undefined;
  const schema = asksSchema ? await resolveText(sources, collected, 'schema', '', (value) => validateSchema(value, database)) : '';
  const connectionStringName = await resolveText(sources, collected, 'connectionStringName', 'AbpBackgroundJobs', validateConnectionStringName);
  const applicationName = given('applicationName') ?? '';
  const path = resolvePath(sources, collected);
  issues.push(...[validateApplicationName(applicationName)].filter((issue) => issue !== null));

  if (issues.length > 0 || store === null || path === null) {
    throw new IssuesError(issues);
  }
  const register = !given('noRegister');
  const migration = !given('noMigration');
  const [root] = host.rootModules;
  if (register && root) {
    origins.rootModule = sources.flags.rootModule === undefined ? { from: 'host', evidence: root.evidence } : { from: 'flag' };
  }
  const common = {
    tablePrefix,
    connectionStringName,
    applicationName: applicationName === '' ? null : applicationName,
    path,
    rootModule: register && root ? `${root.file}#${root.className}` : null,
    project: host.project,
    register,
    tests: !given('noTests'),
  };
  const options: AddOptions = store.provider === 'ef' ? { ...store, schema: schema === '' ? null : schema, migration, ...common } : { ...store, ...common };
  return { options, origins };
}

async function resolveText(
  sources: OptionSources,
  { origins, issues }: Collected,
  name: 'tablePrefix' | 'schema' | 'connectionStringName',
  fallback: string,
  validate: (value: string) => Issue | null,
): Promise<string> {
  const { prompter } = sources;
  const given = take(sources, name, origins);
  if (given === undefined && prompter) {
    origins[name] = { from: 'answer' };
    return prompter.text({ name, message: optionTable[name].question, default: fallback, validate: (value) => validate(value)?.message ?? null });
  }
  const value = given ?? fallback;
  issues.push(...[validate(value)].filter((issue) => issue !== null));
  return value;
}

function resolvePath({ flags, recordedPath, host }: OptionSources, { origins, issues }: Collected): string | null {
  if (flags.path !== undefined) {
    origins.path = { from: 'flag' };
  } else {
    origins.path = recordedPath === null ? { from: 'host', evidence: host.sourceRoot.evidence } : { from: 'manifest' };
  }
  const normalized = normalizePath(flags.path ?? recordedPath ?? defaultPath(host));
  if ('issue' in normalized) {
    issues.push(normalized.issue);
    return null;
  }
  return normalized.path;
}
