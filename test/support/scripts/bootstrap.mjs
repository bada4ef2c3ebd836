/**
 * What every command of package.json starts with: it runs on the Node and npm a fresh clone finds (Node 20 and newer, nothing installed),
 * installs what the lockfile names if that is not there yet, and hands over to the TypeScript script of the same name under Node 24.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const windows = process.platform === 'win32';

/** Runs `script` (a file name beside this one) under a Node that runs TypeScript, and ends this process as it ends. */
export function bootstrap(script) {
  if (!isInstalled()) {
    install();
  }
  const node = findNode() ?? fetchNode();
  const ended = spawnSync(node, [join(root, 'test/support/scripts', script), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter) },
  });
  process.exit(ended.status ?? 1);
}

/** Whether node_modules holds every package of the lockfile in its version; packages for other platforms may be missing. */
function isInstalled() {
  const installedLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) {
    return false;
  }
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, peer }]) =>
    path === '' || installed[path]?.version === version || (installed[path] === undefined && (optional || peer)));
}

function install() {
  const started = Date.now();
  console.log('Installing what package-lock.json names (npm ci) …');
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed, see above.');
  console.log(`Installed in ${seconds(started)}.`);
}

/** The Node of the `node` package, else the one that runs this if it runs TypeScript without a flag. */
function findNode() {
  const own = join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node');
  const fetched = fetchedNode();
  const [major, minor] = process.versions.node.split('.').map(Number);
  const current = major >= 24 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6) ? process.execPath : undefined;
  return [own, fetched, current].find((node) => node !== undefined && spawnSync(node, ['--version']).status === 0);
}

/** npm 12 runs no install script that is not allowed, and the `node` package has its program from one; its platform packages have none. */
function fetchNode() {
  const name = platformPackage();
  const version = JSON.parse(readFileSync(join(root, 'node_modules/node/package.json'), 'utf8')).version;
  const started = Date.now();
  console.log(`Fetching Node ${version} (npm package ${name}) …`);
  const advice = `This is Node ${process.versions.node} and no newer one could be fetched. Install Node 24 (https://nodejs.org) and run the command again.`;
  npm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', join(root, '.cache/node'), `${name}@${version}`], advice);
  console.log(`Fetched in ${seconds(started)}.`);
  return fetchedNode();
}

function fetchedNode() {
  return join(root, '.cache/node/node_modules', platformPackage(), 'bin', windows ? 'node.exe' : 'node');
}

function platformPackage() {
  return `node-${windows ? 'win' : process.platform}-${process.arch}`;
}

function npm(args, advice) {
  const { status } = spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: windows });
  if (status !== 0) {
    console.error(advice);
    process.exit(status ?? 1);
  }
}

function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(0)} s`;
}
