import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AgentProcess } from '../agent/agent-process.ts';
import type { Contender } from './contender.ts';
import { peersFolder } from './peer-packages.ts';

/** Its stores are databases of one Redis server, one for each profile. */
export function bullMq(server: string, profile: 'default' | 'best'): Contender {
  const url = `${server}/${profile === 'default' ? 0 : 1}`;
  const flush = (): void => void execFileSync('redis-cli', ['-u', url, 'FLUSHDB']);
  const program = { path: join(peersFolder, 'bullmq.ts'), cwd: peersFolder, env: { BENCH_STORE: url, BENCH_PROFILE: profile } };
  return {
    name: `BullMQ ${profile}`,
    createStore: async (background) => {
      if (background !== 'nothing') {
        throw new Error('BullMQ is not measured beside other jobs: a million of them takes minutes to seed.');
      }
      flush();
      return {
        url,
        seed: async (count) => {
          const agent = new AgentProcess(program);
          await agent.tell({ kind: 'seed', count }).finally(() => agent.kill());
        },
        countTransactions: async () => undefined,
        remove: async () => flush(),
      };
    },
    programOn: () => program,
  };
}
