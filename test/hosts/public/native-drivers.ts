import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { provideNativePart } from '../../support/hosts/native-part.ts';
import { installedVersion, packageFolder, type HostFolders } from './host-folders.ts';

const drivers = ['better-sqlite3', 'sqlite3'];

/** Puts in the native part of the SQLite drivers that the host has: packages are installed without their scripts. */
export async function provideNativeDrivers(folders: HostFolders): Promise<void> {
  for (const name of drivers) {
    const folder = packageFolder(folders, name);
    if (folder !== undefined && !existsSync(join(folder, 'build/Release'))) {
      await provideNativePart(name, installedVersion(folders, name) ?? '', folder);
    }
  }
}
