import type { ListLiteral } from './list-literal.ts';
import type { TextRange } from './text-range.ts';

/** Where an element can be added to the list that a property of an object holds. */
export type ListPlace =
  /** A literal stands there: put the element among its items. */
  | { readonly kind: 'literal'; readonly list: ListLiteral }
  /** Something else that is an array: spread it into a new list, `[...value, element]`. */
  | { readonly kind: 'value'; readonly value: TextRange; readonly form: 'operand' | 'expression'; readonly presence: Presence }
  /** `{ imports }`: give the property a value, `imports: [...imports, element]`. */
  | { readonly kind: 'shorthand'; readonly name: TextRange }
  /** The object has no such property: add it. `inherited` is what a spread in the object brings under its name. */
  | { readonly kind: 'property'; readonly object: ListLiteral; readonly key: string; readonly inherited: InheritedList | null }
  /** A constant that others read too stands for the object: `{ ...constant, imports: [...inherited, element] }`. */
  | { readonly kind: 'copy'; readonly value: TextRange; readonly key: string; readonly inherited: InheritedList | null }
  /** `@Module()`: give it an object. */
  | { readonly kind: 'argument'; readonly at: number; readonly key: string }
  | ListObstacle;

/** Whether there is a list: what may be missing cannot be spread as it is. */
export type Presence = 'certain' | 'maybe undefined' | 'maybe false';

/** A list to be carried on, by the code that reads it: `base.imports`. */
export interface InheritedList {
  readonly code: string;
  readonly presence: Presence;
}

/** Why the list cannot be edited. */
export interface ListObstacle {
  readonly kind: 'obstacle';
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

/** A list and the names its elements come from, `ns.Name` for a member, through constants and functions of the file, each with its line. */
export interface LocatedList {
  readonly place: ListPlace;
  readonly reached: ReadonlyMap<string, number>;
}
