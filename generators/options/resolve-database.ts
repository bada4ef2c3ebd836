import type { Issue } from '../errors/issue.ts';
import type { Evidence } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';
import type { EfOptions } from './add-options.ts';
import { choicesOf, usageToday } from './choices-of.ts';
import { take, type Collected, type OptionSources } from './option-sources.ts';
import { optionTable } from './option-table.ts';

/** The database of the EF-style provider; `null` with an issue where it is not known. */
export async function resolveDatabase(sources: OptionSources, { origins, issues }: Collected): Promise<EfOptions['database'] | null> {
  const { host, prompter } = sources;
  const given = take(sources, 'database', origins);
  if (given !== undefined) {
    // Flags hold only values that work today: see `checkFlags`.
    return given as EfOptions['database'];
  }
  const found = host.database?.value === 'mongodb' ? null : host.database;
  if (found?.value === 'postgres' || found?.value === 'sqlite') {
    origins.database = { from: 'host', evidence: found.evidence };
    return found.value;
  }
  if (!prompter) {
    issues.push(found ? unsupportedDatabase(found.value, found.evidence) : missingDatabase());
    return null;
  }
  origins.database = { from: 'answer' };
  const answer = await prompter.select({ name: 'database', message: optionTable.database.question, choices: choicesOf('database'), default: 'postgres' });
  return answer as EfOptions['database'];
}

function missingDatabase(): Issue {
  return {
    code: 'missing-answer',
    severity: 'error',
    message: `${optionTable.database.summary}: neither a flag nor the host answers it.`,
    expected: `--${optionTable.database.flag}`,
    remedy: `Add ${usageToday('database')}.`,
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
