import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, run } from '../run.ts';
import { compileNative } from './compile-native.ts';

const CACHE = join(import.meta.dirname, '../../../.cache');

/** The major version that hosts get; TypeORM allows no newer one. */
const VERSION = '12';

/**
 * Makes the native part of better-sqlite3 once, downloaded or, where that fails, compiled (about a minute), and packs it where the package's
 * install script looks first.
 * @returns environment for `npm install` in a host, so that none of them compiles again.
 */
export async function sqlitePrebuild(): Promise<Readonly<Record<string, string>>> {
  const prebuilds = join(CACHE, `better-sqlite3-${VERSION}-${process.platform}-${process.arch}-abi${process.versions.modules}`);
  if (!existsSync(prebuilds)) {
    const scratch = await mkdtemp(join(tmpdir(), 'abp-background-jobs-sqlite-'));
    try {
      await pack(scratch, prebuilds);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  return { npm_config_better_sqlite3_local_prebuilds: prebuilds };
}

/** Gives the native part to a `node_modules` that was installed without install scripts. @param folder the one that `node_modules` is in */
export async function placeSqliteBinary(folder: string): Promise<void> {
  const { npm_config_better_sqlite3_local_prebuilds: prebuilds = '' } = await sqlitePrebuild();
  const target = join(folder, 'node_modules/better-sqlite3');
  if (!existsSync(join(target, 'build/Release/better_sqlite3.node'))) {
    const [packed = ''] = await readdir(prebuilds);
    await run('tar', ['-xzf', join(prebuilds, packed)], { cwd: target });
  }
}

async function pack(scratch: string, prebuilds: string): Promise<void> {
  await writeFile(join(scratch, 'package.json'), '{ "private": true }');
  await run('npm', ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', `better-sqlite3@${VERSION}`], { cwd: scratch });
  const folder = join(scratch, 'node_modules/better-sqlite3');
  const download = await execute(process.execPath, [join(scratch, 'node_modules/prebuild-install/bin.js')], { cwd: folder });
  if (download.exitCode !== 0) {
    console.log('better-sqlite3 cannot be downloaded ready-made; compiling it once (about a minute) …');
    await compileNative(folder);
  }
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const file = `better-sqlite3-v${version}-node-v${process.versions.modules}-${process.platform}-${process.arch}.tar.gz`;
  const packed = join(scratch, 'prebuilds');
  await mkdir(packed);
  await run('tar', ['-czf', join(packed, file), 'build/Release/better_sqlite3.node'], { cwd: folder });
  await mkdir(CACHE, { recursive: true });
  await run('cp', ['-R', packed, `${prebuilds}.${process.pid}`], { cwd: scratch });
  await rename(`${prebuilds}.${process.pid}`, prebuilds);
}
