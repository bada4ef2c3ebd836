import type { Evidence } from '../host/host.ts';
import type { OptionName } from './option-table.ts';

/** The options of `add` after flags, host and answers have been put together and checked. */
export type AddOptions = EfOptions | MongodbOptions;

/** Jobs in a table of a relational database, through an ORM. */
export interface EfOptions extends CommonOptions {
  readonly provider: 'ef';
  readonly orm: 'typeorm';
  readonly database: 'postgres' | 'sqlite';
  readonly schema: string | null;
  readonly migration: boolean;
}

/** Jobs in a collection of MongoDB. */
export interface MongodbOptions extends CommonOptions {
  readonly provider: 'mongodb';
  readonly driver: 'mongodb' | 'mongoose';
}

interface CommonOptions {
  /** May be empty. */
  readonly tablePrefix: string;
  readonly connectionStringName: string;
  readonly applicationName: string | null;
  /** Posix path relative to the host's root. */
  readonly path: string;
  /** `file#Class` that imports the module; `null` with `--no-register`. */
  readonly rootModule: string | null;
  readonly project: string | null;
  readonly register: boolean;
  readonly tests: boolean;
}

/** What the jobs are kept in, whichever provider brings it. */
export type JobsDatabase = EfOptions['database'] | 'mongodb';

/** Who decided an option; shown beside it before anything is written. */
export type Origin = { readonly from: 'flag' | 'answer' | 'default' | 'manifest' } | { readonly from: 'host'; readonly evidence: Evidence };

export interface ResolvedOptions {
  readonly options: AddOptions;
  readonly origins: Readonly<Partial<Record<OptionName, Origin>>>;
}
