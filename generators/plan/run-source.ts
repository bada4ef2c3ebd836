import { builtFile } from '../host/build/build-output.ts';
import type { Host } from '../host/host.ts';
import { commandsOf } from '../host/package-managers.ts';
import { shellWord } from './shell-word.ts';

/**
 * Builds the application and runs what that makes of a source.
 * @param added sources that come into the host together with it.
 * @param run how a built file is run, given its path as a word.
 * @returns `null` where the build makes no file of it.
 */
export function fromBuild({ build }: Host, source: string, added: readonly string[], run: (built: string) => string): string | null {
  const built = build && builtFile(build.output.value, source, added);
  return build && built !== null ? `${build.command} && ${run(shellWord(built))}` : null;
}

/** What runs TypeScript in any host, installed or not. It gives decorators no metadata of types, and nothing that the module has for the command line needs any. */
export function tsx({ packageManager, manifest }: Host): string {
  const { exec, download } = commandsOf(packageManager.value);
  return [...('tsx' in manifest.dependencies ? exec : download), 'tsx'].join(' ');
}

/** How a user runs a script of the module. */
export function scriptCommand(host: Host, source: string): string {
  return fromBuild(host, source, [], (built) => `node ${built}`) ?? `${tsx(host)} ${shellWord(source)}`;
}
