import type { Host } from './host.ts';
import { commandsOf } from './package-managers.ts';

/** What installs the dependencies that package.json of the host declares. */
export function installCommand(host: Pick<Host, 'packageManager'>): readonly string[] {
  return commandsOf(host.packageManager.value).install;
}
