import type { Contender } from '../contenders/contender.ts';
import type { Record } from '../figures.ts';
import type { Sizes } from '../sizes.ts';

export interface Measure {
  /** As `--only` names it. */
  readonly name: string;
  /** What stands above its table. */
  readonly title: (sizes: Sizes) => string;
  /** The names of the contenders that take part. */
  readonly contenders: readonly string[];
  /** The most rounds it is worth. */
  readonly rounds: number;
  /** One round: the contenders in turn, so that a change of the machine's speed meets all of them. */
  readonly runRound: (round: MeasureRound, record: Record) => Promise<void>;
}

export interface MeasureRound {
  /** From 0. */
  readonly index: number;
  /** Those that take part and are there. */
  readonly contenders: readonly Contender[];
  readonly sizes: Sizes;
}
