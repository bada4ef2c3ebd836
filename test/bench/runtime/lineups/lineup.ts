import type { Contender } from '../contenders/contender.ts';
import type { RuntimeOptions } from '../options.ts';
import type { Sizes } from '../sizes.ts';

/** Who is measured. */
export interface Lineup {
  readonly contenders: readonly Contender[];
  readonly sizes: Sizes;
}

/**
 * Starts the servers and makes the applications that the contenders need.
 * @param names of the contenders that are wanted; others may come too.
 * @param stops what is added here is called at the end, in the opposite order, even when this throws.
 */
export type MakeLineup = (names: ReadonlySet<string>, options: RuntimeOptions, stops: Stop[]) => Promise<Lineup>;

export type Stop = () => Promise<unknown>;
