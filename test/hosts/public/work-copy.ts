import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { run } from '../../support/run.ts';
import type { HostFolders } from './host-folders.ts';
import type { HostRow } from './host-row.ts';

/** What this machine's Node, package manager and network would stumble over, and has nothing to do with what is tried. */
const KEYS = ['engines', 'packageManager', 'devEngines', 'volta'];
const SETTINGS = /^\s*(@[^:\s]+:)?registry\s*=|^\s*\/\/|^\s*engine-strict\b|^\s*(npm)?[_-]?auth/i;

/** A host's work tree, copied to `folder` and prepared, at a path that stays the same before and after. */
export class WorkCopy {
  readonly folders: HostFolders;
  readonly #root: string;
  readonly #saved: string;

  constructor(row: HostRow, folder: string) {
    this.#root = join(folder, 'host');
    this.#saved = join(folder, 'host.before');
    this.folders = { root: this.#root, app: join(this.#root, row.app) };
  }

  /** Whether there is one from an earlier run, with what was installed, and nothing added. */
  async isInstalled(): Promise<boolean> {
    // A run that was killed leaves what it added.
    return existsSync(join(this.#root, '.git/installed')) && (await run('git', ['status', '--porcelain'], { cwd: this.#root })).stdout === '';
  }

  async make({ checkout }: HostRow): Promise<void> {
    await this.remove();
    await mkdir(this.#root, { recursive: true });
    await run('git', ['clone', '--quiet', '--local', '--no-hardlinks', checkout, this.#root], { cwd: checkout });
    await appendFile(join(this.#root, '.git/info/exclude'), '\nnode_modules\n.pnpm-store\n.yarn\n.pnp.*\n');
    for (const file of await this.#listed('package.json')) {
      await this.#edit(file, withoutKeys);
    }
    for (const file of await this.#listed('.npmrc')) {
      await this.#edit(file, (text) => text.split('\n').filter((line) => !SETTINGS.test(line)).join('\n'));
    }
  }

  /** Makes what is there the state that `add` finds: commits it and marks it as installed. */
  async commit(): Promise<void> {
    await this.#git('add', '--all');
    await this.#git('-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--allow-empty', '--message=before');
    await writeFile(join(this.#root, '.git/installed'), '');
  }

  async save(): Promise<void> {
    await rm(this.#saved, { recursive: true, force: true });
    await cp(this.#root, this.#saved, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }

  /** Puts back what was saved. */
  async restore(): Promise<void> {
    if (existsSync(this.#saved)) {
      await rm(this.#root, { recursive: true, force: true });
      await rename(this.#saved, this.#root);
    }
  }

  async remove(): Promise<void> {
    await rm(this.#saved, { recursive: true, force: true });
    await rm(this.#root, { recursive: true, force: true });
  }

  async #listed(name: string): Promise<readonly string[]> {
    const { stdout } = await run('git', ['ls-files', '-z'], { cwd: this.#root });
    return stdout.split('\0').filter((file) => basename(file) === name);
  }

  async #edit(file: string, change: (text: string) => string): Promise<void> {
    const path = join(this.#root, file);
    const text = await readFile(path, 'utf8');
    const changed = change(text);
    if (changed !== text) {
      await writeFile(path, changed);
    }
  }

  async #git(...args: readonly string[]): Promise<void> {
    await run('git', args, { cwd: this.#root });
  }
}

function withoutKeys(text: string): string {
  let manifest: Record<string, unknown>;
  try {
    manifest = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return text;
  }
  if (!KEYS.some((key) => key in manifest)) {
    return text;
  }
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? '  ';
  const kept = Object.fromEntries(Object.entries(manifest).filter(([key]) => !KEYS.includes(key)));
  return `${JSON.stringify(kept, null, indent)}${text.endsWith('\n') ? '\n' : ''}`;
}
