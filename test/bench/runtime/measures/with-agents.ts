import { AgentProcess } from '../agent/agent-process.ts';
import type { Background, Contender, Store } from '../contenders/contender.ts';
import type { Record } from '../figures.ts';

export interface Stage {
  readonly contender: Contender;
  readonly background: Background;
  readonly processes: number;
}

/** Lets processes of a contender, not connected yet, be used on a new store of their own; afterwards all are gone. A failure is recorded, and the run goes on. */
export async function withAgents(
  { contender, background, processes }: Stage,
  record: Record,
  use: (agents: readonly AgentProcess[], store: Store) => Promise<void>,
): Promise<void> {
  try {
    const store = await contender.createStore(background);
    const agents = Array.from({ length: processes }, () => new AgentProcess(contender.programOn(store)));
    try {
      await use(agents, store);
    } finally {
      await Promise.all(agents.map((agent) => agent.kill()));
      await store.remove();
    }
  } catch (error) {
    record.failure(contender.name, error);
  }
}
