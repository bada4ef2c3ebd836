import type { Issue } from '../errors/issue.ts';
import type { JobsDatabase } from './add-options.ts';
import { identifierRules } from './identifier-rules.ts';
import { invalidOption } from './invalid-option.ts';

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
const identifierRule = 'it holds letters (A-Z, a-z), digits and underscores and does not begin with a digit';
/** No quotes, backslashes, dollars, line ends or other control characters: nothing that could leave a string literal or a comment. */
const plainText = /^[\p{L}\p{N}_.:@/+-]([\p{L}\p{N} _.:@/+-]*[\p{L}\p{N}_.:@/+-])?$/u;
const plainTextRule = 'it holds letters, digits, inner spaces and _ . : @ / + -';

/** Checks a table prefix by the rules of the database, index names included; `null` when it is right. */
export function validateTablePrefix(value: string, database: JobsDatabase): Issue | null {
  const { databaseName, longestName, reservedPrefixes } = identifierRules[database];
  if (value !== '' && !identifier.test(value)) {
    return invalidOption('--table-prefix', identifierRule, value, `--table-prefix ${suggestIdentifier(value) || 'Abp'}`);
  }
  const reserved = reservedPrefixes.find((prefix) => value.toLowerCase().startsWith(prefix));
  if (reserved) {
    return invalidOption('--table-prefix', `${databaseName} keeps names that begin with ${reserved} for itself`, value, '--table-prefix Abp');
  }
  const longest = longestName?.of(value) ?? '';
  if (longestName && longest.length > longestName.maxLength) {
    const room = longestName.maxLength - (longest.length - value.length);
    return invalidOption(
      '--table-prefix',
      `it has at most ${room} characters, because ${databaseName} allows ${longestName.maxLength} in a name and the longest is ${longest}`,
      value,
      `--table-prefix ${value.slice(0, room)}`,
    );
  }
  return null;
}

/** Checks a schema name; `null` when it is right. */
export function validateSchema(value: string, database: JobsDatabase): Issue | null {
  const { databaseName, noSchemas, longestName } = identifierRules[database];
  if (value === '') {
    return null;
  }
  if (noSchemas) {
    return invalidOption('--schema', noSchemas.reason, value, noSchemas.instead);
  }
  if (!identifier.test(value)) {
    return invalidOption('--schema', identifierRule, value, `--schema ${suggestIdentifier(value) || 'jobs'}`);
  }
  if (value.toLowerCase().startsWith('pg_')) {
    return invalidOption('--schema', `${databaseName} keeps schemas that begin with pg_ for itself`, value, '--schema jobs');
  }
  if (longestName && value.length > longestName.maxLength) {
    const { maxLength } = longestName;
    return invalidOption('--schema', `${databaseName} allows ${maxLength} characters in a name`, value, `--schema ${value.slice(0, maxLength)}`);
  }
  return null;
}

/** Checks the name of the connection string, which is also the end of an environment variable's name; `null` when it is right. */
export function validateConnectionStringName(value: string): Issue | null {
  if (/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(value) && value.length <= 128) {
    return null;
  }
  return invalidOption(
    '--connection-string-name',
    'it holds 1 to 128 letters, digits and _ . - and begins with a letter or _, because it ends the name of an environment variable',
    value,
    '--connection-string-name AbpBackgroundJobs',
  );
}

/** Checks the application name against its column, which a collection's documents have to fit as well; `null` when it is right. */
export function validateApplicationName(value: string): Issue | null {
  if (value === '' || (value.length <= 96 && plainText.test(value))) {
    return null;
  }
  const rule = value.length > 96 ? 'it has at most 96 characters, the length of its column' : plainTextRule;
  return invalidOption('--application-name', rule, value, `--application-name ${value.replaceAll(/[^A-Za-z0-9_-]/g, '').slice(0, 96) || 'orders'}`);
}

function suggestIdentifier(value: string): string {
  return value.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^\d+/, '');
}
