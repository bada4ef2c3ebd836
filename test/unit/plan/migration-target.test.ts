import { describe, expect, it } from 'vitest';
import type { EfOptions, MongodbOptions } from '../../../generators/options/add-options.ts';
import { chooseConnection } from '../../../generators/plan/choose-connection.ts';
import { migrationTarget } from '../../../generators/plan/migration-target.ts';
import type { MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const options = { provider: 'ef', database: 'postgres', migration: true, path: 'src/background-jobs' } as EfOptions;
const typeorm = { '@nestjs/core': '^11.0.1', '@nestjs/typeorm': '^11.0.0', typeorm: '^0.3.20' };

const manifest = (more: { readonly scripts?: object | null }, dependencies: object = {}): MemoryTree => ({
  'package.json': JSON.stringify({ ...more, scripts: more.scripts === null ? null : { build: 'nest build', ...more.scripts }, dependencies: { ...typeorm, ...dependencies } }),
});

const dataSource: MemoryTree = {
  'src/db/options.ts': `export const options = { type: 'postgres', autoLoadEntities: true, migrations: [__dirname + '/../migrations/*{.ts,.js}'] };`,
  'src/db/data-source.ts': `import { options } from './options';\nexport default new DataSource(options);`,
  'src/app.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';
import { options } from './db/options';
@Module({ imports: [TypeOrmModule.forRoot(options)] })
export class AppModule {}`,
};

function commandIn(tree: MemoryTree): string | undefined {
  const host = hostOf({ ...sampleHost, ...dataSource, ...manifest({}), ...tree });
  return migrationTarget(host, options, chooseConnection(host, options), 1).target?.run.command;
}

describe('the migration is run by', () => {
  it.each<[string, MemoryTree, string]>([
    ["the host's script of the usual name", manifest({ scripts: { 'migration:run': 'x' } }), 'npm run migration:run'],
    ['a script of another name that does nothing else', manifest({ scripts: { 'db:up': 'typeorm migration:run -d x' } }), 'npm run db:up'],
    [
      'no script that gives TypeORM no data source, of its own or through another',
      manifest({ scripts: { typeorm: 'typeorm-ts-node-esm', 'migration:run': 'typeorm migration:run', 'db:migration:run': 'npm run typeorm migration:run' } }, { 'ts-node': '10' }),
      'npx typeorm-ts-node-commonjs migration:run -d src/db/data-source.ts',
    ],
    [
      'a script whose data source is named by the one that it calls',
      manifest({ scripts: { typeorm: 'typeorm-ts-node-commonjs -d src/db/data-source.ts', 'migration:run': 'npm run typeorm migration:run' } }),
      'npm run migration:run',
    ],
    [
      'no script that goes on to something else, or prepares tests',
      manifest(
        { scripts: { start: 'typeorm migration:run -d x && node .', 'test:db': 'typeorm migration:run -d x' } },
        { 'ts-node': '10' },
      ),
      'npx typeorm-ts-node-commonjs migration:run -d src/db/data-source.ts',
    ],
    [
      'the file of the data source, not the one of its options',
      manifest({}, { 'ts-node': '10' }),
      'npx typeorm-ts-node-commonjs migration:run -d src/db/data-source.ts',
    ],
    ['what is built of it where nothing runs TypeScript', {}, 'npm run build && npx typeorm migration:run -d dist/db/data-source.js'],
    [
      'what is built of it where the host is started from there',
      manifest({ scripts: { start: 'node dist/src/main' } }),
      'npm run build && npx typeorm migration:run -d dist/src/db/data-source.js',
    ],
    [
      'the source of ours where a bundler builds',
      manifest({ scripts: { build: 'vite build' } }),
      'npx --yes tsx node_modules/typeorm/cli.js migration:run -d src/background-jobs/typeorm/data-source.ts',
    ],
    [
      'our data source where the host has none',
      { 'src/db/data-source.ts': '' },
      'npm run build && npx typeorm migration:run -d dist/background-jobs/typeorm/data-source.js',
    ],
  ])('%s', (_, tree, expected) => {
    expect(commandIn(tree)).toBe(expected);
  });
});

describe('the migration', () => {
  const targetIn = (tree: MemoryTree, changed: Partial<EfOptions> = {}) => {
    const host = hostOf({ ...sampleHost, ...dataSource, ...manifest({}), ...tree });
    return migrationTarget(host, { ...options, ...changed }, chooseConnection(host, options), 17);
  };

  it.each([
    ['1600000000000-AddOrders.ts', '17-AddBackgroundJobs.ts'],
    ['1600000000000-add-orders.ts', '17-add-background-jobs.ts'],
    ['1600000000000-add_orders.ts', '17-add_background_jobs.ts'],
    ['1600000000000-addOrders.ts', '17-addBackgroundJobs.ts'],
  ])('stands beside %s as %s', (beside, file) => {
    expect(targetIn({ [`src/migrations/${beside}`]: '' }).target).toMatchObject({ file: `src/migrations/${file}`, className: 'AddBackgroundJobs17' });
  });

  it('is left out with MongoDB, where collections make themselves', () => {
    expect(migrationTarget(hostOf(sampleHost), { provider: 'mongodb', driver: 'mongodb' } as MongodbOptions, { kind: 'own' }, 17)).toEqual({ target: null, issues: [] });
  });

  it('is left out when told so', () => {
    expect(targetIn({}, { migration: false })).toEqual({ target: null, issues: [] });
  });

  it('is left out where the host creates its tables itself, which is told with the line', () => {
    const synchronized = { 'src/db/options.ts': `export const options = {\n  type: 'postgres',\n  synchronize: true,\n};` };
    expect(targetIn(synchronized)).toMatchObject({ target: null, issues: [{ code: 'synchronize-on', severity: 'info', file: 'src/db/options.ts', line: 3 }] });
  });

  it.each([
    ['pnpm-lock.yaml', '', 'pnpm run build && pnpm exec typeorm'],
    ['yarn.lock', '', 'yarn run build && npx typeorm'],
    ['yarn.lock', '__metadata:\n', 'yarn run build && yarn exec typeorm'],
    ['bun.lock', '', 'bun run build && bunx typeorm'],
  ])('is run by the package manager of %s %j', (lockfile, text, expected) => {
    expect(targetIn({ [lockfile]: text }).target?.run.command).toContain(expected);
  });

  it('is run with paths that a shell takes for one word', () => {
    expect(targetIn({ 'src/db/data-source.ts': '' }, { path: 'src/[x] (86)/jobs' }).target?.run.command).toContain('-d "dist/[x] (86)/jobs/typeorm/data-source.js"');
  });

  it('is run from its source where nothing that builds is known', () => {
    expect(targetIn(manifest({ scripts: null })).target?.run.command).toBe('npx --yes tsx node_modules/typeorm/cli.js migration:run -d src/background-jobs/typeorm/data-source.ts');
  });
});
