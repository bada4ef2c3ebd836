import type {
  BackgroundJobChange,
  BackgroundJobCount,
  BackgroundJobDetails,
  BackgroundJobFilter,
  BackgroundJobPage,
  BackgroundJobSelection,
  IBackgroundJobOperations,
} from '../abstractions/background-job-operations.js';
import type { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { BackgroundJobEvents } from './background-job-events.js';
import type { BackgroundJobSignals } from './background-job-signals.js';
import { assertDelay } from './assert-delay.js';
import { isUuid } from '../domain/is-uuid.js';

export interface BackgroundJobOperationsDependencies {
  readonly store: IBackgroundJobStore;
  readonly signals: BackgroundJobSignals;
  readonly events: BackgroundJobEvents;
}

/** Of so many jobs the names are looked up, to wake who runs them; the rest are found by the next poll at the latest. */
const MAX_LOOK_UP = 1_000;

/** What an operator does to jobs: the store changes the rows, the workers are told of what they must stop. */
export class BackgroundJobOperations implements IBackgroundJobOperations {
  constructor(
    private readonly dependencies: BackgroundJobOperationsDependencies,
  ) {}

  async get(id: string): Promise<BackgroundJobDetails | null> {
    const [job] = await this.list({ ids: [id] }, { size: 1 });
    return job ?? null;
  }

  async list(
    filter: BackgroundJobFilter = {},
    page: BackgroundJobPage = {},
  ): Promise<readonly BackgroundJobDetails[]> {
    const { size = 1 } = page;
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`A page has at least one job; ${size} is no size.`);
    }
    const selected = filterOf(filter);
    return selectsNothing(selected)
      ? []
      : this.dependencies.store.getList(selected, page);
  }

  async count(
    filter: BackgroundJobFilter = {},
  ): Promise<readonly BackgroundJobCount[]> {
    const selected = filterOf(filter);
    return selectsNothing(selected)
      ? []
      : this.dependencies.store.getCounts(selected);
  }

  async cancel(
    selection: BackgroundJobSelection,
    { reason }: { readonly reason?: string } = {},
  ): Promise<number> {
    const { signals, events } = this.dependencies;
    const jobIds = await this.change(
      selection,
      reason === undefined ? { kind: 'cancel' } : { kind: 'abandon', reason },
    );
    if (jobIds.length > 0) {
      signals.send({ kind: 'cancelled', jobIds });
    }
    for (const jobId of jobIds) {
      events.emit({ kind: 'cancelled', jobId });
    }
    return jobIds.length;
  }

  requeue(selection: BackgroundJobSelection): Promise<number> {
    return this.changeAndWake(selection, { kind: 'requeue' });
  }

  async reschedule(
    selection: BackgroundJobSelection,
    when: { readonly dueTime: Date } | { readonly delay: number },
  ): Promise<number> {
    const change: BackgroundJobChange =
      'dueTime' in when
        ? { kind: 'reschedule', dueTime: assertTime(when.dueTime) }
        : { kind: 'delay', delay: assertDelay(when.delay) };
    return this.changeAndWake(selection, change);
  }

  async setPriority(
    selection: BackgroundJobSelection,
    priority: BackgroundJobPriority,
  ): Promise<number> {
    const change = { kind: 'prioritize', priority } as const;
    return (await this.change(selection, change)).length;
  }

  async delete(selection: BackgroundJobSelection): Promise<number> {
    return (await this.change(selection, { kind: 'delete' })).length;
  }

  /** A worker that looks now learns of jobs that are due, and of when the next one will be. */
  private async changeAndWake(
    selection: BackgroundJobSelection,
    change: BackgroundJobChange,
  ): Promise<number> {
    const { store, signals } = this.dependencies;
    const ids = await this.change(selection, change);
    if (ids.length > 0) {
      const counts = await store.getCounts({ ids: ids.slice(0, MAX_LOOK_UP) });
      const jobNames = [...new Set(counts.map(({ jobName }) => jobName))];
      signals.send({ kind: 'enqueued', jobNames, delay: 0 });
    }
    return ids.length;
  }

  private async change(
    selection: BackgroundJobSelection,
    change: BackgroundJobChange,
  ): Promise<readonly string[]> {
    const filter = filterOf(selection);
    return selectsNothing(filter)
      ? []
      : this.dependencies.store.change(filter, change);
  }
}

function filterOf(selection: BackgroundJobSelection): BackgroundJobFilter {
  if (typeof selection === 'string') {
    return filterOf([selection]);
  }
  if (isIds(selection)) {
    return filterOf({ ids: selection });
  }
  const { ids } = selection;
  // No job has an id that is no UUID, and a database may refuse to look for one.
  return ids
    ? { ...selection, ids: ids.filter(isUuid).map((id) => id.toLowerCase()) }
    : selection;
}

/** `Array.isArray` does not narrow a readonly array. */
function isIds(
  selection: readonly string[] | BackgroundJobFilter,
): selection is readonly string[] {
  return Array.isArray(selection);
}

/** An empty list is what a search without a hit gives; it must never stand for everything. */
function selectsNothing({
  ids,
  states,
  jobNames,
}: BackgroundJobFilter): boolean {
  return [ids, states, jobNames].some((values) => values?.length === 0);
}

function assertTime(time: Date): Date {
  if (Number.isNaN(time.getTime())) {
    throw new RangeError('The due time of a job is no valid date.');
  }
  return time;
}
