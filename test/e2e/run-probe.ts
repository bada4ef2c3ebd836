import { expect } from 'vitest';
import { withApplication } from '../support/application.ts';
import type { PreparedHost } from '../support/hosts/prepare-host.ts';

/** Builds and boots a host with `writeProbe`'s files, enqueues a job, and waits until it ran and its row is gone. */
export async function runProbe(host: PreparedHost): Promise<void> {
  await host.run('npm', 'run', 'build');
  await withApplication('node', ['dist/main.js'], { cwd: host.root, env: host.env }, async (url) => {
    const { id } = (await (await fetch(`${url}/probe`, { method: 'POST' })).json()) as { id: string };
    const state = async (): Promise<unknown> => (await fetch(`${url}/probe/${id}`)).json();
    await expect.poll(state, { timeout: 10_000 }).toEqual({ done: 'milk', isStored: false });
  });
}
