import { MongoClient } from 'mongodb';
import type { JobRow, JobsTable } from './jobs-table.ts';

interface JobDocument {
  readonly JobArgs: string;
  readonly TryCount: number;
  readonly LastTryTime: Date | null;
  readonly IsAbandoned: boolean;
  readonly ConcurrencyStamp: string;
}

/** @param connectionString with the database. */
export function mongoJobsTable(connectionString: string): JobsTable {
  const client = new MongoClient(connectionString);
  const jobs = client.db().collection<JobDocument>('AbpBackgroundJobs');
  const rows = async (): Promise<readonly JobRow[]> =>
    (await jobs.find().toArray())
      .map((job) => ({
        name: (JSON.parse(job.JobArgs) as { readonly name: string }).name,
        tries: job.TryCount,
        tried: job.LastTryTime,
        isAbandoned: job.IsAbandoned,
        stamp: job.ConcurrencyStamp,
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { connectionString, rows, close: () => client.close() };
}
