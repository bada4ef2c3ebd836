import { randomBytes } from 'node:crypto';

/** Stamps tell the state of a row: `run:` and 32 digits while an attempt runs, 32 digits otherwise. */
export const concurrencyStamp = {
  claimPrefix: 'run:',

  fresh: (): string => randomBytes(16).toString('hex'),

  /** One for all the rows a claim takes. */
  ofClaim: (): string =>
    concurrencyStamp.claimPrefix + concurrencyStamp.fresh(),

  isClaim: (stamp: string): boolean =>
    stamp.startsWith(concurrencyStamp.claimPrefix),

  /**
   * What a claim's rows carry once their attempt has ended. It follows from the claim, so that a settlement that is repeated because its answer
   * was lost finds its own mark instead of taking the row for somebody else's.
   */
  afterClaim: (stamp: string): string =>
    concurrencyStamp.isClaim(stamp)
      ? stamp.slice(concurrencyStamp.claimPrefix.length)
      : stamp,
} as const;
