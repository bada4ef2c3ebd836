import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compileNative } from '../../support/hosts/compile-native.ts';
import { sqlitePrebuild } from '../../support/hosts/sqlite-prebuild.ts';
import { run } from '../../support/run.ts';
import { installedVersion, packageFolder, type HostFolders } from './host-folders.ts';

const drivers = ['better-sqlite3', 'sqlite3'];
const CACHE = join(import.meta.dirname, '../../../.cache/native');

/** Puts in the native part of the SQLite drivers that the host has: packages are installed without their scripts. Each version is compiled once. */
export async function provideNativeDrivers(folders: HostFolders): Promise<void> {
  for (const name of drivers) {
    const folder = packageFolder(folders, name);
    if (folder !== undefined && !existsSync(join(folder, 'build/Release'))) {
      await provide(name, installedVersion(folders, name) ?? '', folder);
    }
  }
}

async function provide(name: string, version: string, folder: string): Promise<void> {
  const cached = join(CACHE, `${name}-${version}-abi${process.versions.modules}`);
  if (!existsSync(cached)) {
    const prebuilt = name === 'better-sqlite3' ? Object.values(await sqlitePrebuild())[0] : undefined;
    const archive = join(prebuilt ?? '', `${name}-v${version}-node-v${process.versions.modules}-${process.platform}-${process.arch}.tar.gz`);
    await (existsSync(archive) ? run('tar', ['-xzf', archive], { cwd: folder }) : compileNative(folder));
    await mkdir(join(cached, 'Release'), { recursive: true });
    await cp(join(folder, 'build/Release'), join(cached, 'Release'), { recursive: true, filter: (source) => !source.includes('/obj') && !source.endsWith('.a') });
    return;
  }
  await cp(join(cached, 'Release'), join(folder, 'build/Release'), { recursive: true });
}
