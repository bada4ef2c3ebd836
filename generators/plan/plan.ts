import type { Issue } from '../errors/issue.ts';

/** One file to be created, modified or deleted. */
export type Change = {
  /** Posix path relative to the host's root. */
  readonly path: string;
  readonly reason: string;
} & (
  | { readonly kind: 'create'; readonly after: string }
  | { readonly kind: 'modify'; readonly before: string; readonly after: string }
  | { readonly kind: 'delete'; readonly before: string }
);

export interface DependencyChange {
  readonly name: string;
  readonly range: string;
  readonly section: 'dependencies' | 'devDependencies';
  readonly action: 'add' | 'keep' | 'remove';
}

/** All a command would do, as data. Preview, `--json`, `--check` and the write are views of it. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly dependencies: readonly DependencyChange[];
  readonly issues: readonly Issue[];
  /** Commands or steps the user still has to take. */
  readonly next: readonly string[];
}
