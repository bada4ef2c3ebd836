import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run.ts';
import type { HostRecipe } from './host-recipe.ts';
import { linkTree } from './link-tree.ts';
import { makeHost } from './make-host.ts';
import { sqlitePrebuild } from './sqlite-prebuild.ts';

/** A host of its own for one test, installed and committed to git. */
export interface PreparedHost {
  /** Its folder, below the system's folder for temporary files, so that nothing of this repository is found from there. */
  readonly root: string;
  /** What the commands run in it get in addition to a plain shell's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command in it; throws with the end of the output unless it succeeds. Ten minutes at most. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
}

const CACHE = join(import.meta.dirname, '../../../.cache/hosts');

/**
 * Makes a copy of the recipe's host in about half a second; the host itself is made and installed once (20 seconds) and kept in `.cache`.
 * @param env environment of the commands run in it, as a user's `.env` or shell would give.
 */
export async function prepareHost(recipe: HostRecipe, env: Readonly<Record<string, string>> = {}): Promise<PreparedHost> {
  const prebuild = await sqlitePrebuild();
  const installed = await installOnce(recipe, prebuild);
  const parent = await mkdtemp(join(tmpdir(), 'abp-background-jobs-host-'));
  const root = join(parent, recipe.name);
  await cp(installed, root, { recursive: true, filter: (source) => source !== join(installed, 'node_modules') });
  await linkTree(join(installed, 'node_modules'), join(root, 'node_modules'));
  // The one file npm writes in place.
  await rm(join(root, 'node_modules/.package-lock.json'));
  await copyFile(join(installed, 'node_modules/.package-lock.json'), join(root, 'node_modules/.package-lock.json'));

  const hostEnv = { ...prebuild, npm_config_loglevel: 'error', npm_config_prefer_offline: 'true', ...env };
  const runInHost = async (program: string, ...args: readonly string[]): Promise<string> =>
    (await run(program, args, { cwd: root, env: hostEnv, timeout: 600_000 })).stdout;
  await runInHost('git', 'init', '--quiet');
  await commitAll(runInHost, `${recipe.name} before anything was added`);
  return { root, env: hostEnv, run: runInHost, remove: () => rm(parent, { recursive: true, force: true }) };
}

/** Commits everything in the host, so that the next `git diff` shows what came after. */
export async function commitAll(runInHost: PreparedHost['run'], message: string): Promise<void> {
  await runInHost('git', 'add', '--all');
  await runInHost('git', '-c', 'user.name=Test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '--allow-empty', '-m', message);
}

async function installOnce(recipe: HostRecipe, prebuild: Readonly<Record<string, string>>): Promise<string> {
  const maker = await readFile(join(import.meta.dirname, 'make-host.ts'), 'utf8');
  const hash = createHash('sha256').update(JSON.stringify([recipe, process.version, maker])).digest('hex').slice(0, 12);
  const installed = join(CACHE, `${recipe.name}-${hash}`);
  if (!existsSync(installed)) {
    const started = Date.now();
    await mkdir(CACHE, { recursive: true });
    const scratch = await mkdtemp(join(CACHE, 'new-'));
    const made = await makeHost(recipe, scratch, prebuild);
    await removeOlder(recipe);
    // Another process may have been quicker; its host is as good.
    await rename(made, installed).catch((error: unknown) => {
      if (!existsSync(installed)) {
        throw error;
      }
    });
    await rm(scratch, { recursive: true, force: true });
    console.log(`host ${recipe.name}: made and installed in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }
  return installed;
}

/** Hosts that an older recipe of this name has made. */
async function removeOlder({ name }: HostRecipe): Promise<void> {
  const older = (await readdir(CACHE)).filter((entry) => entry.startsWith(`${name}-`) && entry.length === name.length + 13);
  await Promise.all(older.map((entry) => rm(join(CACHE, entry), { recursive: true, force: true })));
}
