import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../support/run.ts';
import { foldersUpwards, type HostFolders, readManifest } from './host-folders.ts';
import { command, LIMITS, lastLines, succeed } from './step.ts';

type Line = readonly [string, ...string[]];

/** How one package manager installs without running a script of any package. */
interface Installer {
  /** Ways to install what the lockfile says, tried one after the other. */
  readonly first: readonly Line[];
  /** Ways to install what package.json has got since. */
  readonly again: readonly Line[];
}

const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
const npmInstall: readonly Line[] = [['npm', 'install', ...QUIET], ['npm', 'install', '--legacy-peer-deps', ...QUIET]];
const pnpm = (...args: readonly string[]): Line => ['npx', '--yes', 'pnpm@10', 'install', '--ignore-scripts', '--prefer-offline', '--config.engine-strict=false', '--config.confirm-modules-purge=false', ...args];
const yarn1: Line = ['npx', '--yes', 'yarn@1', 'install', '--ignore-scripts', '--ignore-engines', '--non-interactive', '--prefer-offline', '--silent'];
const yarn1Afresh: Line = [...yarn1, '--cache-folder', join(tmpdir(), 'abp-background-jobs-yarn-cache')];
const yarnBerry: Line = ['npx', '--yes', '--package=@yarnpkg/cli-dist@4', 'yarn', 'install', '--mode=skip-build'];

const installers = {
  npm: { first: [['npm', 'ci', ...QUIET], ...npmInstall], again: npmInstall },
  pnpm: { first: [pnpm('--frozen-lockfile'), pnpm('--no-frozen-lockfile'), pnpm('--no-frozen-lockfile', '--config.strict-peer-dependencies=false')], again: [pnpm('--no-frozen-lockfile'), pnpm('--no-frozen-lockfile', '--config.strict-peer-dependencies=false')] },
  // A package that could not be had once spoils Yarn 1's cache for every host after.
  yarn: { first: [yarn1, yarn1Afresh], again: [yarn1, yarn1Afresh] },
  'yarn berry': { first: [yarnBerry], again: [yarnBerry] },
} as const satisfies Readonly<Record<string, Installer>>;

const LOCKFILES = ['pnpm-lock.yaml', 'yarn.lock', 'package-lock.json'];

const ENVIRONMENT = {
  YARN_IGNORE_PATH: '1',
  YARN_ENABLE_IMMUTABLE_INSTALLS: '0',
  YARN_ENABLE_TELEMETRY: '0',
  COREPACK_ENABLE_STRICT: '0',
  PUPPETEER_SKIP_DOWNLOAD: '1',
  CYPRESS_INSTALL_BINARY: '0',
  HUSKY: '0',
  CI: '1',
};

export interface Installed {
  readonly packageManager: keyof typeof installers;
  /** The command that did it. */
  readonly command: string;
}

/** Installs what the host names, where its lockfile is. */
export async function installHost(folders: HostFolders): Promise<Installed> {
  const folder = installFolder(folders);
  await useConfiguredRegistry(folder);
  return install(folders, 'first');
}

/** Installs what was added to package.json. */
export function installAdded(folders: HostFolders): Promise<Installed> {
  return install(folders, 'again');
}

async function install(folders: HostFolders, when: keyof Installer): Promise<Installed> {
  const cwd = installFolder(folders);
  const packageManager = await packageManagerOf(cwd);
  const failures: string[] = [];
  for (const line of installers[packageManager][when]) {
    // A pnpm package in a folder of a larger workspace has a lockfile of its own.
    const own = packageManager === 'pnpm' && !existsSync(join(cwd, 'pnpm-workspace.yaml')) ? ['--ignore-workspace'] : [];
    const { exitCode, stdout, stderr } = await command([...line, ...own], { cwd, env: ENVIRONMENT, timeout: LIMITS.install });
    if (exitCode === 0) {
      return { packageManager, command: [...line, ...own].join(' ') };
    }
    failures.push(lastLines(`${stdout}\n${stderr}`));
  }
  throw new Error(failures.at(-1));
}

/** The root of the workspace that the application belongs to, else the nearest folder with a package.json: a repository's root may be another package. */
function installFolder(folders: HostFolders): string {
  const upwards = foldersUpwards(folders).filter((folder) => existsSync(join(folder, 'package.json')));
  const isLocked = (folder: string): boolean => LOCKFILES.some((name) => existsSync(join(folder, name)));
  const isWorkspace = (folder: string): boolean => readManifest(folder)?.workspaces !== undefined || existsSync(join(folder, 'pnpm-workspace.yaml'));
  const [nearest = folders.root] = upwards;
  return isLocked(nearest) ? nearest : (upwards.find(isWorkspace) ?? nearest);
}

async function packageManagerOf(folder: string): Promise<keyof typeof installers> {
  switch (LOCKFILES.find((name) => existsSync(join(folder, name)))) {
    case 'pnpm-lock.yaml':
      return 'pnpm';
    case 'yarn.lock':
      return (await readFile(join(folder, 'yarn.lock'), 'utf8')).includes('__metadata:') ? 'yarn berry' : 'yarn';
    default:
      return 'npm';
  }
}

/** Lockfiles name the registry their authors use. */
async function useConfiguredRegistry(folder: string): Promise<void> {
  const { stdout } = await run('npm', ['config', 'get', 'registry'], { cwd: folder });
  for (const name of ['yarn.lock', 'package-lock.json'].map((lockfile) => join(folder, lockfile)).filter((file) => existsSync(file))) {
    const text = await readFile(name, 'utf8');
    const changed = text.replaceAll(/https?:\/\/[^/"\s]+\/((?:@[^/"\s]+(?:\/|%2f))?[^/"\s]+\/-\/[^"\s]+\.tgz)/gi, `${stdout.trim().replace(/\/$/, '')}/$1`);
    if (changed !== text) {
      await writeFile(name, changed);
    }
  }
}

/**
 * Generates Prisma's client where the host has a schema; its engines, which would be downloaded, are any existing file.
 */
export async function generatePrismaClient(folders: HostFolders): Promise<void> {
  const folder = foldersUpwards(folders).find((candidate) => existsSync(join(candidate, 'node_modules/.bin/prisma')));
  const hasSchema = foldersUpwards(folders).some((candidate) => existsSync(join(candidate, 'prisma')) || existsSync(join(candidate, 'prisma.config.ts')));
  if (folder === undefined || !hasSchema) {
    return;
  }
  const env = { PRISMA_QUERY_ENGINE_LIBRARY: process.execPath, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, DATABASE_URL: 'postgresql://user:password@127.0.0.1:1/none' };
  await succeed([join(folder, 'node_modules/.bin/prisma'), 'generate'], { cwd: folder, env, timeout: LIMITS.install });
}
