import type { BackgroundJobEvent } from '../abstractions/background-job-event.js';
import type {
  BackgroundJobClaim,
  BackgroundJobRenewal,
  BackgroundJobSettlement,
  ClaimedBackgroundJob,
} from '../abstractions/background-job-store.js';
import { withoutSuspicion } from './poison-watch.js';

/** How an attempt ended: what is to be recorded, and what is told once it is. */
export interface BackgroundJobOutcome {
  readonly settlement: BackgroundJobSettlement;
  readonly event: BackgroundJobEvent;
}

/** One try of one job in this process, from its claim until its end is recorded. */
export class BackgroundJobAttempt {
  state: 'waiting' | 'running' | 'ended' | 'lost' = 'waiting';
  /** With what the attempt has added so far. */
  extraProperties: Readonly<Record<string, unknown>>;
  /** Why the job was told to stop; `null` while it was not. */
  abortReason: Error | null = null;
  private controller: AbortController | null = null;
  private renewed: Readonly<Record<string, unknown>>;

  /** @param claimedAt by `Clock.elapsed` */
  constructor(
    readonly job: ClaimedBackgroundJob,
    readonly claimedAt: number,
  ) {
    this.extraProperties = withoutSuspicion(job.extraProperties);
    this.renewed = job.extraProperties;
  }

  /** Made for those who ask for it: most short jobs do not, and it would cost more than all the rest of an attempt. */
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.abortReason) {
        this.controller.abort(this.abortReason);
      }
    }
    return this.controller.signal;
  }

  abort(reason: Error): void {
    this.abortReason ??= reason;
    this.controller?.abort(reason);
  }

  /** The claim, with the properties where the row does not have them yet. */
  get renewal(): BackgroundJobRenewal {
    const { id, concurrencyStamp } = this.job;
    const { extraProperties } = this;
    return extraProperties === this.renewed
      ? { id, concurrencyStamp }
      : { id, concurrencyStamp, extraProperties };
  }

  /** The row has now what `renewal` said. */
  wasRenewed({ extraProperties }: BackgroundJobRenewal): void {
    this.renewed = extraProperties ?? this.renewed;
  }
}

/** Finds claims among others. The same job may be in flight twice, when its claim was lost and it came back to this very worker. */
export function isAmong(
  claims: readonly BackgroundJobClaim[],
): (claim: BackgroundJobClaim) => boolean {
  const keys = new Set(claims.map(keyOf));
  return keys.size === 0 ? () => false : (claim) => keys.has(keyOf(claim));
}

function keyOf({ id, concurrencyStamp }: BackgroundJobClaim): string {
  return `${id}/${concurrencyStamp}`;
}
