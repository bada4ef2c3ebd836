import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import type { Evidence, Host, RootModule } from '../host/host.ts';
import type { AddOptions, Origin, ResolvedOptions } from './add-options.ts';
import { defaultPath } from './default-path.ts';
import type { Flags } from './flags.ts';
import { optionTable, type OptionName } from './option-table.ts';
import { invalid } from './parse-flags.ts';
import type { Prompter, SelectChoice } from './prompter.ts';
import { validateApplicationName, validateConnectionStringName, validateSchema, validateTablePrefix } from './validate-names.ts';
import { normalizePath } from './validate-path.ts';

/**
 * Puts flags, host and answers together; the host has one root module by now (see `choose-root-module.ts`). With a prompter, what neither flag nor host answers is asked; without one it is an
 * issue that names the flag.
 * @throws IssuesError with every option that is wrong or missing.
 */
export async function resolveAddOptions(flags: Flags, host: Host, prompter: Prompter | null): Promise<ResolvedOptions> {
  const origins: Partial<Record<OptionName, Origin>> = {};
  const issues: Issue[] = [];
  const note = (name: OptionName, origin: Origin) => {
    origins[name] = origin;
  };
  const fail = (issue: Issue | null) => {
    if (issue) {
      issues.push(issue);
    }
  };

  note('provider', flags.provider ? { from: 'flag' } : { from: 'default' });
  if (!flags.provider) {
    const found = providerOf(host);
    if (found) {
      note('provider', { from: 'host', evidence: found });
    } else if (prompter) {
      await prompter.select({ name: 'provider', message: optionTable.provider.question, choices: choicesOf('provider'), default: 'ef' });
      note('provider', { from: 'answer' });
    } else if (!flags.database && !flags.orm) {
      issues.push(missing('provider', 'ef'));
    }
  }
  if (flags.driver) {
    issues.push(invalid('--driver', 'it belongs to --provider mongodb', flags.driver, 'leave --driver out'));
  }

  const database = await resolveDatabase(flags, host, prompter, note, fail);
  const text = async (name: 'tablePrefix' | 'schema' | 'connectionStringName', fallback: string, validate: (value: string) => Issue | null): Promise<string> => {
    const given = flags[name];
    if (given !== undefined) {
      note(name, { from: 'flag' });
      fail(validate(given));
      return given;
    }
    if (prompter) {
      note(name, { from: 'answer' });
      return prompter.text({ name, message: optionTable[name].question, default: fallback, validate: (value) => validate(value)?.message ?? null });
    }
    note(name, { from: 'default' });
    return fallback;
  };
  const tablePrefix = await text('tablePrefix', 'Abp', (value) => validateTablePrefix(value, database ?? 'postgres'));
  const asksSchema = flags.schema !== undefined || database === 'postgres';
  const schema = asksSchema ? await text('schema', '', (value) => validateSchema(value, database ?? 'postgres')) : '';
  const connectionStringName = await text('connectionStringName', 'AbpBackgroundJobs', validateConnectionStringName);
  const applicationName = flags.applicationName ?? '';
  note('applicationName', { from: flags.applicationName === undefined ? 'default' : 'flag' });
  fail(validateApplicationName(applicationName));

  const normalized = normalizePath(flags.path ?? defaultPath(host));
  note('path', flags.path === undefined ? { from: 'host', evidence: host.sourceRoot.evidence } : { from: 'flag' });
  if ('issue' in normalized) {
    issues.push(normalized.issue);
  }
  const rootModule = flags.noRegister ? null : resolveRootModule(flags, host, note);

  if (issues.length > 0 || !database || 'issue' in normalized) {
    throw new IssuesError(issues);
  }
  const options: AddOptions = {
    provider: 'ef',
    orm: 'typeorm',
    database,
    tablePrefix,
    schema: schema === '' ? null : schema,
    connectionStringName,
    applicationName: applicationName === '' ? null : applicationName,
    path: normalized.path,
    rootModule: rootModule && `${rootModule.file}#${rootModule.className}`,
    project: host.project,
    register: !flags.noRegister,
    migration: !flags.noMigration,
    tests: !flags.noTests,
  };
  return { options, origins };
}

type Note = (name: OptionName, origin: Origin) => void;
type Fail = (issue: Issue | null) => void;

async function resolveDatabase(flags: Flags, host: Host, prompter: Prompter | null, note: Note, fail: Fail): Promise<AddOptions['database'] | null> {
  if (flags.database) {
    note('database', { from: 'flag' });
    return flags.database as AddOptions['database'];
  }
  if (host.database) {
    const found = host.database.value;
    if (found === 'postgres' || found === 'sqlite') {
      note('database', { from: 'host', evidence: host.database.evidence });
      return found;
    }
    if (!prompter) {
      fail(unsupportedDatabase(found, host.database.evidence));
      return null;
    }
  }
  if (!prompter) {
    fail(missing('database', 'sqlite'));
    return null;
  }
  note('database', { from: 'answer' });
  const answer = await prompter.select({ name: 'database', message: optionTable.database.question, choices: choicesOf('database'), default: 'postgres' });
  return answer as AddOptions['database'];
}

function resolveRootModule(flags: Flags, host: Host, note: Note): RootModule | null {
  const [root] = host.rootModules;
  if (!root) {
    return null;
  }
  note('rootModule', flags.rootModule !== undefined ? { from: 'flag' } : { from: 'host', evidence: root.evidence });
  return root;
}

/** Evidence that the host already works with a relational ORM. */
function providerOf(host: Host): Evidence | null {
  return host.typeorm?.configurations[0]?.evidence ?? (host.orm && host.orm.value !== 'mongoose' ? host.orm.evidence : null);
}

function choicesOf(name: 'provider' | 'database'): readonly SelectChoice[] {
  return optionTable[name].choices.map(({ value, label, support }) => ({ value, label, ...(support === 'later' && { disabled: '(comes in a later version)' }) }));
}

function missing(name: OptionName, example: string): Issue {
  const row = optionTable[name];
  return {
    code: 'missing-answer',
    severity: 'error',
    message: `${row.summary}: neither a flag nor the host answers it.`,
    expected: `--${row.flag}`,
    remedy: `Add --${row.flag} ${'choices' in row ? supportedValues(row.choices).join('|') : example}.`,
  };
}

function supportedValues(choices: readonly { value: string; support: string }[]): string[] {
  return choices.filter((choice) => choice.support === 'now').map((choice) => choice.value);
}

function unsupportedDatabase(found: string, evidence: Evidence): Issue {
  const row = optionTable.database.choices.find((choice) => choice.value === found);
  return {
    code: 'not-supported-yet',
    severity: 'error',
    message: `The host's database is ${row?.label ?? found}, which comes in a later version; today PostgreSQL and SQLite work.`,
    file: evidence.file,
    ...(evidence.line === undefined ? {} : { line: evidence.line }),
    expected: 'postgres, sqlite',
    found,
    remedy: 'Give the jobs a database of their own: --database sqlite (or postgres), with the connection string of that name.',
  };
}
