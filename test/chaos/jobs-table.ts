export interface JobRow {
  readonly name: string;
  readonly tries: number;
  /** When the last try began. */
  readonly tried: Date | null;
  readonly isAbandoned: boolean;
  readonly stamp: string;
}

/** The table of the jobs, as an operator sees it. */
export interface JobsTable {
  /** The workers'. */
  readonly connectionString: string;
  /** By name. */
  readonly rows: () => Promise<readonly JobRow[]>;
  readonly close: () => Promise<void>;
}
