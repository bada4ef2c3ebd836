import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../run.ts';
import type { HostRecipe } from './host-recipe.ts';

const NPM_FLAGS = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Makes the recipe's host in a folder and installs it.
 * @param env environment of `npm install`.
 * @returns the host's folder.
 */
export async function makeHost(recipe: HostRecipe, folder: string, env: Readonly<Record<string, string>>): Promise<string> {
  const flags = ['--skip-git', '--skip-install', '--package-manager', 'npm'];
  await run('npx', ['--yes', `@nestjs/cli@${recipe.nest}`, 'new', recipe.name, ...flags], { cwd: folder, timeout: 300_000 });
  const root = join(folder, recipe.name);
  for (const [path, text] of Object.entries(recipe.files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await writeFile(join(root, '.gitignore'), 'node_modules/\ndist/\n*.tsbuildinfo\n*.sqlite\n');
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<'dependencies' | 'scripts', Record<string, string>>;
  manifest.dependencies = Object.fromEntries(Object.entries({ ...manifest.dependencies, ...recipe.dependencies }).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  manifest.scripts = { ...manifest.scripts, ...recipe.scripts };
  await writeFile(join(root, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await run('npm', ['install', ...NPM_FLAGS], { cwd: root, env, timeout: 600_000 });
  return root;
}
