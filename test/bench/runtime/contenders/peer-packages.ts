import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the programs and the packages of the peers are. */
export const peersFolder = join(import.meta.dirname, '../../peers');

/** Installs the peers' packages where they are missing. */
export function installPeers(): void {
  const { dependencies } = JSON.parse(readFileSync(join(peersFolder, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
  if (!Object.keys(dependencies).every((name) => existsSync(join(peersFolder, 'node_modules', name)))) {
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: peersFolder, stdio: 'inherit' });
    if (status !== 0) {
      throw new Error('The packages of the peers cannot be installed, see above.');
    }
  }
}
