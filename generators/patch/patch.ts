import type { Issue } from '../errors/issue.ts';

/** Replaces `[start, end)` of the original text; an insertion has `start === end`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A file of the host as it stands. */
export interface SourceText {
  /** Posix path relative to the host's root. */
  readonly path: string;
  readonly text: string;
}

/** What a patch made of a file. `edits` are disjoint, ascending, and together turn the old text into `text`. */
export type Patch =
  | { readonly kind: 'unchanged'; readonly why: string }
  | { readonly kind: 'patched'; readonly text: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly issue: Issue };
