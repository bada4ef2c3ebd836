import type { IssueCode } from './catalogue.ts';

/**
 * Something the user has to know, as a value: collected while planning, shown by the preview, printed by `--json`.
 * An `error` refuses the whole command: nothing is written.
 */
export interface Issue {
  readonly code: IssueCode;
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence: what is wrong. */
  readonly message: string;
  /** Posix path relative to the host's root. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly expected?: string;
  readonly found?: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Code to paste where the edit could not be made. */
  readonly snippet?: string;
}
