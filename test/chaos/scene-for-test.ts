import { onTestFailed, onTestFinished } from 'vitest';
import type { PreparedHost } from '../support/hosts/prepare-host.ts';
import type { JobsTable } from './jobs-table.ts';
import { openScene, type Scene } from './scene.ts';

/** A scene that ends with the running test; a test that fails prints what the processes printed. */
export async function sceneForTest(host: PreparedHost, table: JobsTable): Promise<Scene> {
  const scene = await openScene(host, table);
  onTestFinished(scene.close);
  onTestFailed(() => console.log(scene.workers.map(({ process, output }) => [`── process ${process}`, ...output].join('\n')).join('\n')));
  return scene;
}

/** Time enough for what has to happen; none of it is waited for when it does. */
export const SOON = { timeout: 20_000, interval: 20 };
