import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run.ts';
import { compileNative } from './compile-native.ts';
import { sqlitePrebuild } from './sqlite-prebuild.ts';

const CACHE = join(import.meta.dirname, '../../../.cache/native');

/**
 * Puts the native part into an installed SQLite driver, whose install script has not run: for the Node of this process, whatever headers npm is
 * configured to compile with. Each version is compiled once.
 * @param folder the driver's own, in some `node_modules`.
 */
export async function provideNativePart(name: string, version: string, folder: string): Promise<void> {
  const cached = join(CACHE, `${name}-${version}-abi${process.versions.modules}`);
  if (existsSync(cached)) {
    await cp(join(cached, 'Release'), join(folder, 'build/Release'), { recursive: true });
    return;
  }
  const prebuilt = name === 'better-sqlite3' ? Object.values(await sqlitePrebuild())[0] : undefined;
  const archive = join(prebuilt ?? '', `${name}-v${version}-node-v${process.versions.modules}-${process.platform}-${process.arch}.tar.gz`);
  await (existsSync(archive) ? run('tar', ['-xzf', archive], { cwd: folder }) : compileNative(folder));
  await mkdir(join(cached, 'Release'), { recursive: true });
  await cp(join(folder, 'build/Release'), join(cached, 'Release'), { recursive: true, filter: (source) => !source.includes('/obj') && !source.endsWith('.a') });
}
