/**
 * `npm run demo`: the main job, from an empty folder to done jobs. A new Nest application, the module on SQLite through TypeORM, the plan and
 * the diff, install, type check, the emitted tests, then three jobs: one at once, one delayed, one that fails and is retried.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sqlitePrebuild } from '../hosts/sqlite-prebuild.ts';
import { shellEnvironment } from '../run.ts';

const repository = join(import.meta.dirname, '../../..');
const workshop = join(repository, '.cache/demo');
const app = join(workshop, 'demo-app');
const started = Date.now();

title('The SQLite driver, ready-made or compiled once');
const environment = shellEnvironment({ ...(await sqlitePrebuild()), ConnectionStrings__Default: join(app, 'demo.sqlite') });

title('A new Nest application');
rmSync(app, { recursive: true, force: true });
mkdirSync(workshop, { recursive: true });
run('npx', ['--yes', '@nestjs/cli@12', 'new', 'demo-app', '--skip-git', '--skip-install', '--package-manager', 'npm'], workshop);

title('abp-background-jobs add --database sqlite');
const cli = join(repository, 'generators/cli.ts');
run(process.execPath, [cli, 'add', '--database', 'sqlite', '--yes', '--install'], app);

title('Type check');
run('npx', ['tsc', '--noEmit'], app);

title("The host's tests and the module's");
run('npm', ['test'], app);

title('The migration, by TypeORM');
copyFileSync(join(import.meta.dirname, '../demo/demo-jobs.txt'), join(app, 'src/demo-jobs.ts'));
copyFileSync(join(import.meta.dirname, '../demo/demo-main.txt'), join(app, 'src/demo-main.ts'));
run('npm', ['run', 'build', '--silent'], app);
run('npx', ['typeorm', 'migration:run', '-d', 'dist/background-jobs/typeorm/data-source.js'], app);

title('Three jobs');
run(process.execPath, ['dist/demo-main.js'], app);

title('Again: nothing to do');
run(process.execPath, [cli, 'add', '--database', 'sqlite', '--yes'], app);
console.log(`\nDone in ${((Date.now() - started) / 1000).toFixed(0)} s. The application is in ${app}; start reading at src/background-jobs/README.md.`);

function title(text: string): void {
  console.log(`\n\u001B[1m▸ ${text}\u001B[0m`);
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'], env: environment, shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`\nThe demo stopped: ${[program, ...args].join(' ')} ended with ${status}. The application is in ${existsSync(app) ? app : workshop}.`);
    process.exit(1);
  }
}
