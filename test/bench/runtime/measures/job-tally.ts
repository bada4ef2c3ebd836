import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentProcess } from '../agent/agent-process.ts';
import { type JobEvents, now } from '../agent/protocol.ts';

/** Counts, by the numbers of the jobs, how often each started, or ended. */
export class JobTally {
  /** Jobs counted at least once. */
  distinct = 0;
  /** When the last of them was, see `now`. */
  lastTime = 0;
  private readonly counts: Uint8Array;

  constructor(jobs: number, event: JobEvents['event'], agents: readonly AgentProcess[]) {
    this.counts = new Uint8Array(jobs);
    for (const agent of agents) {
      agent.onJobs = (events) => {
        if (events.event === event) {
          this.add(events);
        }
      };
    }
  }

  get missing(): number {
    return this.counts.length - this.distinct;
  }

  get twice(): number {
    return this.counts.filter((count) => count > 1).length;
  }

  /** Waits until so many jobs were counted, or so many milliseconds are over. */
  async reaches(count: number, patience: number): Promise<void> {
    const deadline = now() + patience;
    while (this.distinct < count && now() < deadline) {
      await sleep(5);
    }
  }

  private add({ numbers, times }: JobEvents): void {
    for (const number of numbers) {
      this.distinct += this.counts[number] === 0 ? 1 : 0;
      this.counts[number] = (this.counts[number] ?? 0) + 1;
    }
    this.lastTime = Math.max(this.lastTime, times.at(-1) ?? 0);
  }
}
