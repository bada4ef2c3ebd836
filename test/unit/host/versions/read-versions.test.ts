import { describe, expect, it } from 'vitest';
import { presentVersion } from '../../../../generators/host/versions/package-version.ts';
import { versionReader } from '../../../../generators/host/versions/read-versions.ts';
import { memoryHostFiles, type MemoryTree } from '../../../support/memory-host-files.ts';

const pkg = (dependencies: object, more: object = {}) => JSON.stringify({ name: 'app', dependencies, ...more });
const pnp = (reference: unknown) => JSON.stringify({ packageRegistryData: [['app', [['workspace:.', { packageLocation: './', packageDependencies: [['typeorm', reference]] }]]]] });

/** As `kind value`. */
function versionIn(tree: MemoryTree, folder = '.', name = 'typeorm'): string | null {
  const version = presentVersion(versionReader(memoryHostFiles({ '.git/HEAD': '', ...tree })('/host'), folder)(name));
  if (!version) return null;
  return `${version.kind} ${'version' in version ? version.version : 'range' in version ? version.range : version.specifier}`;
}

describe('the version of a package', () => {
  it.each<[string, MemoryTree, string | null]>([
    ['installed', { 'package.json': pkg({ typeorm: '^1.0.0' }), 'node_modules/typeorm/package.json': '{"version":"1.1.0"}' }, 'installed 1.1.0'],
    ['Plug’n’Play, data', { 'package.json': pkg({ typeorm: '^1.0.0' }), '.pnp.data.json': pnp('virtual:ab12#npm:1.1.0') }, 'installed 1.1.0'],
    ['Plug’n’Play, program', { 'package.json': pkg({ typeorm: '^1.0.0' }), '.pnp.cjs': `const RAW_RUNTIME_STATE =\n'${pnp('npm:1.1.0').replaceAll(',', ',\\\n')}';\n` }, 'installed 1.1.0'],
    ['Plug’n’Play, alias', { 'package.json': pkg({ typeorm: '^1.0.0' }), '.pnp.data.json': pnp(['@fork/typeorm', 'npm:1.1.0']) }, 'installed 1.1.0'],
    ['package-lock 1', { 'package.json': pkg({ typeorm: '^1.0.0' }), 'package-lock.json': '{"lockfileVersion":1,"dependencies":{"typeorm":{"version":"1.1.0"}}}' }, 'locked 1.1.0'],
    ['package-lock 3', { 'package.json': pkg({ typeorm: '^1.0.0' }), 'package-lock.json': '{"packages":{"node_modules/typeorm":{"version":"1.1.0"}}}' }, 'locked 1.1.0'],
    ['npm-shrinkwrap', { 'package.json': pkg({ typeorm: '^1.0.0' }), 'npm-shrinkwrap.json': '{"packages":{"node_modules/typeorm":{"version":"1.1.0"}}}' }, 'locked 1.1.0'],
    ['pnpm-lock 5', { 'package.json': pkg({ typeorm: '^1.0.0' }), 'pnpm-lock.yaml': 'lockfileVersion: 5.4\n\nspecifiers:\n  typeorm: ^1.0.0\n\ndependencies:\n  typeorm: 1.1.0_pg@8.16.0\n' }, 'locked 1.1.0'],
    ['pnpm-lock 6', { 'package.json': pkg({ typeorm: '^1.0.0' }), 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n\ndependencies:\n  typeorm:\n    specifier: ^1.0.0\n    version: 1.1.0(pg@8.16.0)\n" }, 'locked 1.1.0'],
    ['pnpm-lock 9, alias', { 'package.json': pkg({ typeorm: 'npm:@fork/typeorm@^1.0.0' }), 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      typeorm:\n        specifier: npm:@fork/typeorm@^1.0.0\n        version: '@fork/typeorm@1.1.0(pg@8.16.0)'\n\npackages:\n" }, 'locked 1.1.0'],
    ['yarn.lock, classic', { 'package.json': pkg({ typeorm: '^1.0.0' }), 'yarn.lock': '# yarn lockfile v1\n\n\ntypeorm@^0.3.0, typeorm@^1.0.0:\n  version "1.1.0"\n  resolved "x"\n' }, 'locked 1.1.0'],
    ['yarn.lock, berry', { 'package.json': pkg({ typeorm: '^1.0.0' }), 'yarn.lock': '__metadata:\n  version: 8\n\n"typeorm@npm:^1.0.0":\n  version: 1.1.0\n  resolution: "typeorm@npm:1.1.0"\n' }, 'locked 1.1.0'],
    ['bun.lock', { 'package.json': pkg({ typeorm: '^1.0.0' }), 'bun.lock': '{\n  "workspaces": { "": { "name": "app" } },\n  "packages": {\n    "typeorm": ["typeorm@1.1.0", "", {}],\n  },\n}\n' }, 'locked 1.1.0'],
    ["another manager's lockfile", { 'package.json': pkg({ typeorm: '^1.0.0' }, { packageManager: 'pnpm@10.0.0' }), 'package-lock.json': '{"packages":{"node_modules/typeorm":{"version":"1.1.0"}}}' }, 'declared ^1.0.0'],
    ['range', { 'package.json': pkg({ typeorm: '^1.0.0' }) }, 'declared ^1.0.0'],
    ['alias', { 'package.json': pkg({ typeorm: 'npm:@fork/typeorm@^1.0.0' }) }, 'declared ^1.0.0'],
    ['catalog, inline map and comment', { 'package.json': pkg({ typeorm: 'catalog:' }), 'pnpm-workspace.yaml': 'catalog: { "typeorm": ^1.0.0, pg: 8 } # all\n' }, 'declared ^1.0.0'],
    ['catalog, default among the named', { 'package.json': pkg({ typeorm: 'catalog:default' }), 'pnpm-workspace.yaml': "catalogs:\n  default:\n    'typeorm': '^1.0.0'\n" }, 'declared ^1.0.0'],
    ['catalog, named, anchor', { 'package.json': pkg({ typeorm: 'catalog:db' }), 'pnpm-workspace.yaml': 'catalog:\n  other: &v ^1.0.0\ncatalogs:\n  db:\n    typeorm: ^1.0.0\n' }, 'declared ^1.0.0'],
    ['catalog of Yarn', { 'package.json': pkg({ typeorm: 'catalog:' }), '.yarnrc.yml': 'catalog:\n  typeorm: ^1.0.0\n' }, 'declared ^1.0.0'],
    ['catalog of bun', { 'package.json': pkg({ typeorm: 'catalog:db' }, { workspaces: { packages: [], catalogs: { db: { typeorm: '^1.0.0' } } } }) }, 'declared ^1.0.0'],
    ['catalog that is not there', { 'package.json': pkg({ typeorm: 'catalog:db' }) }, 'unknown catalog:db'],
    ['workspace', { 'package.json': pkg({ typeorm: 'workspace:^' }, { workspaces: ['packages/*'] }), 'packages/orm/package.json': '{"name":"typeorm","version":"1.2.3"}' }, 'declared 1.2.3'],
    ['link', { 'package.json': pkg({ typeorm: 'link:../orm' }), '../orm/package.json': '{"version":"1.2.3"}' }, 'declared 1.2.3'],
    ['override of npm', { 'package.json': pkg({ typeorm: '^0.2.0' }, { overrides: { typeorm: { '.': '^1.0.0', 'pg': '8' } } }) }, 'declared ^1.0.0'],
    ['override of npm below another package', { 'package.json': pkg({ typeorm: '^0.2.0' }, { overrides: { other: { typeorm: '^1.0.0' } } }) }, 'declared ^0.2.0'],
    ['resolution of Yarn', { 'package.json': pkg({ typeorm: '^0.2.0' }, { resolutions: { '**/typeorm': '1.0.0' } }), 'yarn.lock': '' }, 'declared 1.0.0'],
    ['override of pnpm, by range', { 'package.json': pkg({ typeorm: '^0.2.0' }, { pnpm: { overrides: { 'typeorm@<0.3': '^1.0.0' } } }), 'pnpm-lock.yaml': '' }, 'declared ^1.0.0'],
    ['override of pnpm, by parent', { 'package.json': pkg({ typeorm: '^0.2.0' }), 'pnpm-workspace.yaml': 'overrides:\n  app>typeorm: ^1.0.0\n', 'pnpm-lock.yaml': '' }, 'declared ^1.0.0'],
    ['override for another parent', { 'package.json': pkg({ typeorm: '^0.2.0' }), 'pnpm-workspace.yaml': 'overrides:\n  other>typeorm: ^1.0.0\n', 'pnpm-lock.yaml': '' }, 'declared ^0.2.0'],
    ['tag', { 'package.json': pkg({ typeorm: 'next' }) }, 'unknown next'],
    ['address with a range', { 'package.json': pkg({ typeorm: 'github:typeorm/typeorm#semver:^1.0.0' }) }, 'declared ^1.0.0'],
    ['address', { 'package.json': pkg({ typeorm: 'git+ssh://git@example.org/typeorm.git' }) }, 'unknown git+ssh://git@example.org/typeorm.git'],
    ['nowhere', { 'package.json': pkg({}) }, null],
  ])('%s', (_, tree, expected) => {
    expect(versionIn(tree)).toBe(expected);
  });

  it('of a package of a workspace is that of its own entry', () => {
    const lock = '{"packages":{"node_modules/typeorm":{"version":"0.2.0"},"apps/api/node_modules/typeorm":{"version":"1.1.0"}}}';
    const tree = { 'package.json': pkg({}), 'apps/api/package.json': pkg({ typeorm: '^1.0.0' }), 'package-lock.json': lock };
    expect(versionIn(tree, 'apps/api')).toBe('locked 1.1.0');
  });
});
