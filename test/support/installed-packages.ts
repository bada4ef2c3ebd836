import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { provideNativePart } from './hosts/native-part.ts';
import { run } from './run.ts';

const CACHE = join(import.meta.dirname, '../../.cache/packages');

/**
 * A folder whose `node_modules` has these packages, without their install scripts having run, apart from
 * that of better-sqlite3, which brings its native part: installed once and kept in `.cache`.
 * @param dependencies ranges by name; `npm:` aliases put several versions of a package side by side.
 */
export async function installedPackages(dependencies: Readonly<Record<string, string>>): Promise<string> {
  const manifest = JSON.stringify({ private: true, dependencies });
  const folder = join(CACHE, createHash('sha256').update(manifest).digest('hex').slice(0, 12));
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    // What was given up half-way is never found under the name.
    const scratch = mkdtempSync(join(CACHE, 'new-'));
    writeFileSync(join(scratch, 'package.json'), manifest);
    await run('npm', ['install', '--prefer-offline', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: scratch, timeout: 600_000 });
    const driver = join(scratch, 'node_modules/better-sqlite3');
    if (existsSync(driver)) {
      const { version } = JSON.parse(readFileSync(join(driver, 'package.json'), 'utf8')) as { readonly version: string };
      await provideNativePart('better-sqlite3', version, driver);
    }
    try {
      renameSync(scratch, folder);
    } catch (error) {
      // Another process may have been quicker; its packages are as good.
      rmSync(scratch, { recursive: true, force: true });
      if (!existsSync(folder)) {
        throw error;
      }
    }
  }
  return folder;
}
