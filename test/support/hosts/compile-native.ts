import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run.ts';

/**
 * Compiles an installed package's native part for the Node of this process.
 *
 * With headers from npm: node-gyp would download them from nodejs.org, which not every machine reaches. Those of the major's first version,
 * like the maintainers' own builds: 24.19 put a clean-up into node_object_wrap.h that aborts the process when the garbage collector finds
 * a statement of better-sqlite3 12 while no JavaScript runs (nodejs/node#65262). The binary interface is the same all through a major.
 */
export async function compileNative(folder: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'abp-background-jobs-native-'));
  try {
    const headers = `node-${process.platform}-${process.arch}`;
    const major = process.versions.node.split('.')[0];
    await writeFile(join(scratch, 'package.json'), '{ "private": true }');
    await run('npm', ['install', '--no-save', '--prefer-offline', '--no-audit', '--no-fund', `${headers}@${major}.0.0`], { cwd: scratch });
    const env = { npm_config_nodedir: join(scratch, 'node_modules', headers), JOBS: '2' };
    await run('npm', ['exec', '--yes', '--', 'node-gyp', 'rebuild', '--release'], { cwd: folder, env, timeout: 900_000 });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
