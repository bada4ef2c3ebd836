import type { RunnerConfig } from './read-runner-config.ts';
import { asRecord } from './records.ts';

/** Whether tests have to ask for timers that go by themselves: Jest's `fakeTimers.enableGlobally`, `timers` before 28. Vitest has no such setting. */
export function fakesTimers({ runner, values }: RunnerConfig): boolean {
  return runner === 'jest' && [values, ...projectsOf(values)].some(({ fakeTimers, timers = 'real' }) => asRecord(fakeTimers)['enableGlobally'] === true || timers !== 'real');
}

function projectsOf({ projects }: RunnerConfig['values']): readonly RunnerConfig['values'][] {
  return Array.isArray(projects) ? projects.map(asRecord) : [];
}
