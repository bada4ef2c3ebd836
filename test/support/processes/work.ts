/** What a job does at one try: sleep, block the event loop, wait until it is finished or aborted, fail, or kill its own process. */
export type Step = { readonly does: 'sleep' | 'block'; readonly milliseconds: number } | { readonly does: 'hold' | 'fail' | 'die' };

/** A job for `WorkerProcess.enqueue`. */
export interface Work {
  /** Name of the job's kind. */
  readonly job: string;
  /** Name of this one. */
  readonly name: string;
  /** At the first try, and at all others. */
  readonly first: Step;
  readonly later: Step;
  /** Milliseconds until it is due. */
  readonly delay: number;
}

export const sleeps = (milliseconds: number): Step => ({ does: 'sleep', milliseconds });
export const blocks = (milliseconds: number): Step => ({ does: 'block', milliseconds });
export const holds: Step = { does: 'hold' };
export const fails: Step = { does: 'fail' };
export const dies: Step = { does: 'die' };

/** A job of this name that does `first` and, when it has to run again, `later`. */
export function work(name: string, first: Step, later: Step = first): Work {
  return { job: 'work', name, first, later, delay: 0 };
}

/** So many short jobs, named after `prefix`. */
export function shortWork(count: number, prefix = 'job', milliseconds = 2): readonly Work[] {
  return Array.from({ length: count }, (_, index) => work(`${prefix} ${index}`, sleeps(milliseconds)));
}
