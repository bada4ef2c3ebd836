import { randomBytes } from 'node:crypto';

const runningPrefix = 'run:';

/** Stamps tell the state of a row: `run:` and 32 digits while an attempt runs, 32 digits otherwise. */
export const concurrencyStamp = {
  fresh: (): string => randomBytes(16).toString('hex'),

  /** One for all the rows a claim takes. */
  ofClaim: (): string => runningPrefix + concurrencyStamp.fresh(),

  isClaim: (stamp: string): boolean => stamp.startsWith(runningPrefix),

  /**
   * What a claim's rows carry once their attempt has ended. It follows from the claim, so that a settlement that is repeated because its answer
   * was lost finds its own mark instead of taking the row for somebody else's.
   */
  afterClaim: (stamp: string): string =>
    concurrencyStamp.isClaim(stamp) ? stamp.slice(runningPrefix.length) : stamp,
} as const;
