import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../generators/manifest/read-manifest.ts';
import { tokenHash } from '../../generators/manifest/token-hash.ts';
import { mixes } from '../golden/mixes.ts';
import { installedPackages } from '../support/installed-packages.ts';
import { sampleOf } from '../support/rows.ts';
import { execute, run, type Finished } from '../support/run.ts';
import { temporaryFolder } from '../support/write-files.ts';
import { formattedHosts, type FormattedHost } from './formatted-hosts.ts';

const repository = join(import.meta.dirname, '../..');
const manifestPath = 'src/background-jobs/.abp-background-jobs.json';
const bare = mixes.find(({ name }) => name === 'nest12-esm-sqlite-own');

const byFormatter = formattedHosts.map(({ formatter }) => ({ formatter }));
const sampled = new Set(sampleOf('formatters', byFormatter));
const hosts = formattedHosts.filter((_, index) => sampled.has(byFormatter[index] ?? { formatter: 'ESLint' }));

describe('what add writes', () => {
  it.each(hosts)('is as $formatter leaves it: $what', async (host) => {
    const { root, remove } = await makeHost(host);
    try {
      const { status, issues } = await add(root);
      expect({ status, issues }).toEqual({ status: 'done', issues: [] });
      expect(await unformattedIn(root, host)).toEqual([]);

      // However it has been formatted, it is what the templates say.
      const manifest = readManifest({ path: manifestPath, text: readFileSync(join(root, manifestPath), 'utf8') });
      expect.assert(manifest.kind === 'read');
      expect(manifest.manifest.files.filter(({ path, token }) => tokenHash(path, readFileSync(join(root, path), 'utf8')) !== token)).toEqual([]);
      expect((await add(root)).status).toBe('nothing-to-do');
    } finally {
      remove();
    }
  });
});

async function makeHost(host: FormattedHost) {
  const { ['.prettierrc']: _, ...files } = bare?.files ?? {};
  const { devDependencies, ...manifest } = JSON.parse(files['package.json'] ?? '') as { readonly devDependencies: Record<string, string> };
  const { prettier: __, ...others } = devDependencies;
  const folder = temporaryFolder({
    ...files,
    '.gitignore': 'node_modules\n',
    ...host.files,
    'package.json': JSON.stringify({ ...manifest, ...host.manifest, devDependencies: { ...others, ...host.dependencies } }, null, 2),
  });
  if (Object.keys(host.dependencies).length > 0) {
    symlinkSync(join(await installedPackages(host.dependencies), 'node_modules'), join(folder.root, 'node_modules'));
  }
  await run('git', ['init', '--quiet'], { cwd: folder.root });
  await runBinary(folder.root, host.fix);
  expect(await unformattedIn(folder.root, host)).toEqual([]);
  return folder;
}

async function add(root: string): Promise<{ readonly status: string; readonly issues: readonly unknown[] }> {
  const flags = ['--yes', '--json', '--skip-install', '--database', 'sqlite'];
  const { stdout } = await execute(process.execPath, [join(repository, 'generators/cli.ts'), 'add', ...flags], { cwd: root });
  return JSON.parse(stdout) as { readonly status: string; readonly issues: readonly unknown[] };
}

/** What the formatter says that it would change. */
async function unformattedIn(root: string, { formatter, check }: FormattedHost): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await runBinary(root, check);
  if (formatter.startsWith('ESLint')) {
    const results = JSON.parse(stdout) as readonly { readonly filePath: string; readonly output?: string }[];
    return results.filter(({ output }) => output !== undefined).map(({ filePath }) => filePath);
  }
  return exitCode === 0 ? [] : `${stdout}\n${stderr}`.split('\n').slice(0, 60);
}

function runBinary(root: string, [binary, ...args]: readonly [string, ...string[]]): Promise<Finished> {
  const own = join(root, 'node_modules/.bin', binary);
  return execute(existsSync(own) ? own : join(repository, 'node_modules/.bin', binary), args, { cwd: root });
}
