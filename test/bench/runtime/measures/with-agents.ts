import { AgentProcess } from '../agent/agent-process.ts';
import type { Background, Contender, Store } from '../contenders/contender.ts';

/** Lets so many processes of a contender, not connected yet, be used on a new store of their own; afterwards all are gone. */
export async function withAgents<T>(
  contender: Contender,
  background: Background,
  count: number,
  use: (agents: readonly AgentProcess[], store: Store) => Promise<T>,
): Promise<T> {
  const store = await contender.createStore(background);
  const agents = Array.from({ length: count }, () => new AgentProcess(contender.programOn(store)));
  try {
    return await use(agents, store);
  } finally {
    await Promise.all(agents.map((agent) => agent.kill()));
    await store.remove();
  }
}
