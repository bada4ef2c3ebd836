import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run.ts';
import type { MongoProgram } from './mongo-program.ts';

const CACHE = join(import.meta.dirname, '../../../.cache');
const VERSION = '0.7.0b3';

/** Speaks MongoDB's protocol over MongoDB's storage engine, with transactions and change streams; a package of PyPI, so it needs Python 3.10 or newer. */
export const secantusdb: MongoProgram = {
  name: 'SecantusDB',
  prepare: async ({ folder, port, topology }) => {
    const python = await installOnce();
    // Else it would look for one in the home folder.
    const config = join(folder, 'secantusd.toml');
    await writeFile(config, '');
    const flags = ['--config', config, '--host', '127.0.0.1', '--port', String(port), '--storage-path', join(folder, 'data')];
    const start = 'import sys; from secantus.cli import main; sys.exit(main())';
    return {
      command: [python, '-c', start, ...flags, ...(topology === 'standalone' ? ['--standalone'] : [])],
      ready: 'secantus listening on',
      // When it stops it says for a moment that it belongs to no replica set; drivers that had discovered it would forget it for ever.
      urlOptions: '?directConnection=true',
    };
  },
};

/** @returns its Python. */
async function installOnce(): Promise<string> {
  const { stdout } = await run('python3', ['-c', 'import sys; print(sys.implementation.cache_tag)'], { cwd: '/' });
  const installed = join(CACHE, `secantusdb-${VERSION}-${stdout.trim()}`);
  const pythonIn = (folder: string): string => join(folder, 'bin/python');
  if (!existsSync(installed)) {
    await mkdir(CACHE, { recursive: true });
    const scratch = await mkdtemp(join(CACHE, 'secantusdb-'));
    try {
      await run('python3', ['-m', 'venv', scratch], { cwd: CACHE });
      const pip = ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', '--retries', '1', '--timeout', '10', `SecantusDB==${VERSION}`];
      await run(pythonIn(scratch), pip, { cwd: CACHE, timeout: 300_000 });
      // Another process may have been quicker; its copy is as good.
      await rename(scratch, installed).catch((error: unknown) => {
        if (!existsSync(installed)) {
          throw error;
        }
      });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  return pythonIn(installed);
}
