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
  return 'Run the migrations: npm run build && npx typeorm migration:run -d dist/background-jobs/typeorm/data-source.js. The DataSource that runs them needs BackgroundJobRecordEntity, and the entityPrefix, naming strategy and schema of this one.';
}
