import type { ListLiteral } from './list-literal.ts';
import type { TextRange } from './text-range.ts';

/** A name of the file that stands for something of another module. */
export interface ImportBinding {
  readonly local: string;
  /** Name in the other module; `*` for all of it, `default` for the default export. */
  readonly imported: string;
  readonly specifier: string;
  /** `type` for `import type`: there is no value behind the name. */
  readonly kind: 'value' | 'type';
}

/** One `import` at the top level of a file. */
export interface ImportStatement {
  readonly range: TextRange;
  /** Behind the comments on its last line. */
  readonly tail: number;
  readonly specifier: string;
  readonly bindings: readonly ImportBinding[];
  /** The braces of `import { A } from` where values can be added to them. */
  readonly named: ListLiteral | null;
}
