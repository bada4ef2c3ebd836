import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';

/** What to tell whoever started the application before the table was there. */
export function missingTableError(
  table: string,
  database: string,
  cause: unknown,
): BackgroundJobConfigurationError {
  return new BackgroundJobConfigurationError(
    `The table ${table} does not exist in the database ${database}. ${remedy()}`,
    { cause },
  );
}

function remedy(): string {
  return <%- literal.missingTableHint %>;
}
