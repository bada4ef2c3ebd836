import type { Evidence } from '../host/host.ts';
import type { OptionName } from './option-table.ts';

/** The options of `add` after flags, host and answers have been put together and checked. */
export interface AddOptions {
  readonly provider: 'ef';
  readonly orm: 'typeorm';
  readonly database: 'postgres' | 'sqlite';
  /** May be empty. */
  readonly tablePrefix: string;
  readonly schema: string | null;
  readonly connectionStringName: string;
  readonly applicationName: string | null;
  /** Posix path relative to the host's root. */
  readonly path: string;
  /** `file#Class` that imports the module; `null` with `--no-register`. */
  readonly rootModule: string | null;
  readonly project: string | null;
  readonly register: boolean;
  readonly migration: boolean;
  readonly tests: boolean;
}

/** Who decided an option; shown beside it before anything is written. */
export type Origin = { readonly from: 'flag' | 'answer' | 'default' | 'manifest' } | { readonly from: 'host'; readonly evidence: Evidence };

export interface ResolvedOptions {
  readonly options: AddOptions;
  readonly origins: Readonly<Partial<Record<OptionName, Origin>>>;
}
