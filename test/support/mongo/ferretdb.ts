import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run.ts';
import type { MongoProgram } from './mongo-program.ts';

const CACHE = join(import.meta.dirname, '../../../.cache');
const VERSION = 'v1.24.0';

/**
 * A second opinion, by `TEST_MONGODB_SERVER=ferretdb` only: MongoDB's protocol over SQLite, without transactions and change streams, and with updates
 * that are not atomic, so it is good for one process at a time. Built by Go.
 */
export const ferretdb: MongoProgram = {
  name: 'FerretDB',
  prepare: async ({ folder, port, topology }) => {
    if (topology === 'replica set') {
      console.log('FerretDB has no transactions and no change streams, so it runs as a standalone server.');
    }
    const program = await buildOnce();
    const data = join(folder, 'data');
    await mkdir(data);
    const flags = [`--listen-addr=127.0.0.1:${port}`, `--state-dir=${folder}`, `--sqlite-url=file:${data}/`, '--debug-addr=-'];
    return { command: [program, '--handler=sqlite', '--telemetry=disable', ...flags], ready: 'Listening on TCP' };
  },
};

async function buildOnce(): Promise<string> {
  const program = join(CACHE, `ferretdb-${VERSION}`);
  if (!existsSync(program)) {
    console.log('FerretDB is built once (about a minute) …');
    await mkdir(CACHE, { recursive: true });
    const scratch = await mkdtemp(join(CACHE, 'ferretdb-'));
    try {
      await writeFile(join(scratch, 'go.mod'), 'module scratch\n');
      const { stdout } = await run('go', ['mod', 'download', '-json', `github.com/FerretDB/FerretDB@${VERSION}`], { cwd: scratch });
      const source = join(scratch, 'source');
      await cp((JSON.parse(stdout) as { readonly Dir: string }).Dir, source, { recursive: true });
      await run('chmod', ['-R', 'u+w', source], { cwd: scratch });
      // What its own build takes from git.
      const facts = { version: VERSION, branch: 'release', commit: '0'.repeat(40), package: 'tests' };
      for (const [name, text] of Object.entries(facts)) {
        await writeFile(join(source, 'build/version', `${name}.txt`), `${text}\n`);
      }
      await run('go', ['build', '-o', join(scratch, 'program'), './cmd/ferretdb'], { cwd: source, timeout: 600_000 });
      await rename(join(scratch, 'program'), program);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  return program;
}
