import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import type { Evidence, Host } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';
import type { AddOptions, Origin, ResolvedOptions } from './add-options.ts';
import { defaultPath } from './default-path.ts';
import type { Flags } from './flags.ts';
import { optionTable, type OptionName } from './option-table.ts';
import type { Prompter, SelectChoice } from './prompter.ts';
import { validateApplicationName, validateConnectionStringName, validateSchema, validateTablePrefix } from './validate-names.ts';
import { normalizePath } from './validate-path.ts';

/** Where answers come from, the first that has one deciding. */
export interface OptionSources {
  readonly flags: Flags;
  /** Answers of an earlier run; empty where there was none. */
  readonly recorded: Flags;
  /** Folder of the module of an earlier run. */
  readonly recordedPath: string | null;
  /** With one root module by now: see `choose-root-module.ts`. */
  readonly host: Host;
  /** `null` where there is nobody to ask: what nothing answers is an issue then, which names the flag. */
  readonly prompter: Prompter | null;
}

/** What has been decided so far. */
interface Collected {
  readonly origins: Partial<Record<OptionName, Origin>>;
  readonly issues: Issue[];
}

/**
 * Puts flags, earlier answers, host and new answers together.
 * @throws IssuesError with every option that is wrong or missing.
 */
export async function resolveAddOptions(sources: OptionSources): Promise<ResolvedOptions> {
  const { host } = sources;
  const collected: Collected = { origins: {}, issues: [] };
  const { origins, issues } = collected;
  const given = <Name extends OptionName>(name: Name) => take(sources, name, origins);

  await resolveProvider(sources, collected);
  const database = await resolveDatabase(sources, collected);
  // Names are checked against some database's rules, even where it is not known yet, to tell all that is wrong at once.
  const rules = database ?? 'postgres';
  const tablePrefix = await resolveText(sources, collected, 'tablePrefix', 'Abp', (value) => validateTablePrefix(value, rules));
  const hasSchemas = database === 'postgres' || sources.flags.schema !== undefined;
  const schema = hasSchemas ? await resolveText(sources, collected, 'schema', '', (value) => validateSchema(value, rules)) : '';
  const connectionStringName = await resolveText(sources, collected, 'connectionStringName', 'AbpBackgroundJobs', validateConnectionStringName);
  const applicationName = given('applicationName') ?? '';
  const path = resolvePath(sources, collected);
  issues.push(...[validateApplicationName(applicationName)].filter((issue) => issue !== null));

  if (issues.length > 0 || database === null || path === null) {
    throw new IssuesError(issues);
  }
  const register = !given('noRegister');
  const [root] = host.rootModules;
  if (register && root) {
    origins.rootModule = sources.flags.rootModule === undefined ? { from: 'host', evidence: root.evidence } : { from: 'flag' };
  }
  const options: AddOptions = {
    provider: 'ef',
    orm: 'typeorm',
    database,
    tablePrefix,
    schema: schema === '' ? null : schema,
    connectionStringName,
    applicationName: applicationName === '' ? null : applicationName,
    path,
    rootModule: register && root ? `${root.file}#${root.className}` : null,
    project: host.project,
    register,
    migration: !given('noMigration'),
    tests: !given('noTests'),
  };
  return { options, origins };
}

/** The value a flag or an earlier run gives, and a note of which. */
function take<Name extends OptionName>({ flags, recorded }: OptionSources, name: Name, origins: Collected['origins']): Flags[Name] {
  const value = flags[name] ?? recorded[name];
  if (value !== undefined) {
    origins[name] = { from: flags[name] === undefined ? 'manifest' : 'flag' };
  }
  return value;
}

/** There is one provider that works, so its value is no matter; whoever has a host that tells of none is asked all the same. */
async function resolveProvider(sources: OptionSources, { origins, issues }: Collected): Promise<void> {
  const { host, prompter, flags } = sources;
  const found = relationalEvidence(host);
  if (take(sources, 'provider', origins) !== undefined) {
    return;
  }
  if (found) {
    origins.provider = { from: 'host', evidence: found };
  } else if (prompter) {
    await prompter.select({ name: 'provider', message: optionTable.provider.question, choices: choicesOf('provider'), default: 'ef' });
    origins.provider = { from: 'answer' };
  } else if (!flags.database && !flags.orm && !host.database) {
    issues.push(missing('provider'));
  }
}

async function resolveDatabase(sources: OptionSources, { origins, issues }: Collected): Promise<AddOptions['database'] | null> {
  const { host, prompter } = sources;
  const given = take(sources, 'database', origins);
  if (given !== undefined) {
    // Flags hold only values that work today: see `checkFlags`.
    return given as AddOptions['database'];
  }
  const found = host.database;
  if (found?.value === 'postgres' || found?.value === 'sqlite') {
    origins.database = { from: 'host', evidence: found.evidence };
    return found.value;
  }
  if (!prompter) {
    issues.push(found ? unsupportedDatabase(found.value, found.evidence) : missing('database'));
    return null;
  }
  origins.database = { from: 'answer' };
  const answer = await prompter.select({ name: 'database', message: optionTable.database.question, choices: choicesOf('database'), default: 'postgres' });
  return answer as AddOptions['database'];
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

/** Evidence that the host already works with a relational ORM. */
function relationalEvidence(host: Host): Evidence | null {
  return host.typeorm?.configurations[0]?.evidence ?? (host.orm && host.orm.value !== 'mongoose' ? host.orm.evidence : null);
}

function choicesOf(name: 'provider' | 'database'): readonly SelectChoice[] {
  return optionTable[name].choices.map(({ value, label, support }) => ({ value, label, ...(support === 'later' && { disabled: '(comes in a later version)' }) }));
}

function missing(name: 'provider' | 'database'): Issue {
  const row = optionTable[name];
  const values = row.choices.filter((choice) => choice.support === 'now').map((choice) => choice.value);
  return {
    code: 'missing-answer',
    severity: 'error',
    message: `${row.summary}: neither a flag nor the host answers it.`,
    expected: `--${row.flag}`,
    remedy: `Add --${row.flag} ${values.join('|')}.`,
  };
}

function unsupportedDatabase(found: string, evidence: Evidence): Issue {
  const row = optionTable.database.choices.find((choice) => choice.value === found);
  return {
    code: 'not-supported-yet',
    severity: 'error',
    message: `The host's database is ${row?.label ?? found}, which comes in a later version; today PostgreSQL and SQLite work.`,
    ...placeOf(evidence),
    expected: 'postgres, sqlite',
    found,
    remedy: 'Give the jobs a database of their own: --database sqlite (or postgres), with the connection string of that name.',
  };
}
