import { AgentProcess, type Program } from '../agent/agent-process.ts';

/** Lets a process of a contender make what its empty store needs. */
export async function setUp(program: Program): Promise<void> {
  const agent = new AgentProcess(program);
  try {
    await agent.tell({ kind: 'setUp' });
  } finally {
    await agent.kill();
  }
}
