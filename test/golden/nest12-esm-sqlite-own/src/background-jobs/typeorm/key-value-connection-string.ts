import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';

/**
 * Reads a connection string as .NET writes them, `Key=Value;Key="a;b"`. Keys are returned in lower case without spaces. Errors never contain a value, which
 * may be a password.
 */
export function parseKeyValueConnectionString(
  text: string,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const pair =
    /\s*([^=;]+?)\s*=\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^;]*?))\s*(?:;|$)/y;
  const pairs = text.trim();
  let end = 0;
  while (end < pairs.length) {
    const match = pair.exec(pairs);
    if (!match) {
      throw new BackgroundJobConfigurationError(
        `it is not a list of 'Key=Value' pairs from its character ${end + 1} on`,
      );
    }
    const [, key = '', doubleQuoted, singleQuoted, plain = ''] = match;
    values.set(
      key.toLowerCase().replace(/\s/g, ''),
      doubleQuoted?.replace(/""/g, '"') ??
        singleQuoted?.replace(/''/g, "'") ??
        plain,
    );
    end = pair.lastIndex;
  }
  return values;
}
