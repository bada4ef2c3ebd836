import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundJobSignal } from '../abstractions/background-job-signal.js';
import { toId } from './background-job-document.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import type { JobChange } from './job-changes.js';
import type { JobsCollection } from './jobs-collection.js';
import { ServerClock } from './server-clock.js';

/** Milliseconds. What comes in such a time is told together. */
const interval = 10;
/** Of jobs made due again so many are looked up at a time; the workers that these wake find the others. */
const maxLookUp = 100;

type DueJob = Pick<BackgroundJobDocument, 'JobName' | 'NextTryTime'>;

/** Makes signals of changes: at once, and of what comes fast after that one for all. */
export class JobNews {
  private readonly clock: ServerClock;
  private pending: JobChange[] = [];
  private isTelling = false;

  constructor(
    private readonly jobs: JobsCollection,
    private readonly receive: (signal: BackgroundJobSignal) => void,
  ) {
    this.clock = new ServerClock(jobs.db);
  }

  add(change: JobChange): void {
    this.pending.push(change);
    if (!this.isTelling) {
      this.isTelling = true;
      void this.tellPending();
    }
  }

  private async tellPending(): Promise<void> {
    while (this.pending.length > 0) {
      const changes = this.pending;
      this.pending = [];
      // What could not be looked up is found by a poll. Nobody is told: without a database there is enough else to tell.
      await this.tell(changes).catch((): void => undefined);
      await sleep(interval, undefined, { ref: false });
    }
    this.isTelling = false;
  }

  private async tell(changes: readonly JobChange[]): Promise<void> {
    const due: DueJob[] = [];
    const moved: JobChange[] = [];
    const jobIds: string[] = [];
    for (const change of changes) {
      if (change.operationType !== 'update') {
        due.push(change.fullDocument);
      } else if (change.updateDescription.updatedFields.IsAbandoned) {
        jobIds.push(toId(change.documentKey._id));
      } else {
        moved.push(change);
      }
    }
    if (jobIds.length > 0) {
      this.receive({ kind: 'cancelled', jobIds });
    }
    due.push(...(await this.lookUp(moved)));
    if (due.length > 0) {
      const now = await this.clock.now();
      const first = Math.min(...due.map((job) => job.NextTryTime.getTime()));
      this.receive({
        kind: 'enqueued',
        jobNames: [...new Set(due.map((job) => job.JobName))],
        delay: Math.max(first - now.getTime(), 0),
      });
    }
  }

  private async lookUp(changes: readonly JobChange[]): Promise<DueJob[]> {
    const ids = changes
      .slice(0, maxLookUp)
      .map(({ documentKey }) => documentKey._id);
    return ids.length === 0
      ? []
      : this.jobs.collection
          .find({ _id: { $in: ids } })
          .project<DueJob>({ _id: 0, JobName: 1, NextTryTime: 1 })
          .toArray();
  }
}
