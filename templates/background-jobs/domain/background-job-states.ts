import type {
  BackgroundJobChange,
  BackgroundJobState,
} from '../abstractions/background-job-operations.js';

const inLine = ['waiting', 'scheduled', 'retrying'] as const;
const unfinished = [...inLine, 'running', 'stalled'] as const;
const finished = ['abandoned', 'completed'] as const;

/** How many jobs a page has for which nothing else is said. */
export const defaultPageSize = 50;

/** The states in which each change can be made. */
const admittingStates: Readonly<
  Record<BackgroundJobChange['kind'], readonly BackgroundJobState[]>
> = {
  cancel: unfinished,
  abandon: unfinished,
  delete: finished,
  requeue: finished,
  reschedule: inLine,
  delay: inLine,
  prioritize: inLine,
};

/** Of the states that a filter selects, those in which the change can be made. */
export function statesToChange(
  kind: BackgroundJobChange['kind'],
  selected?: readonly BackgroundJobState[],
): readonly BackgroundJobState[] {
  return admittingStates[kind].filter(
    (state) => selected?.includes(state) ?? true,
  );
}
