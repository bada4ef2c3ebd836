import { posix } from 'node:path';
import picomatch from 'picomatch';

import { sourceOfBuilt } from './build-folders.ts';
import type { DataSourceRequest } from './find-data-source-files.ts';
import type { Fact, MigrationNaming, TypeOrmConfiguration } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { readJson } from './read-json.ts';
import { stringRecord } from './records.ts';

const migrationFile = /^\d{10,17}[-_.]?(.+)\.[cm]?[jt]s$/;
const usualFolders = [
  'migrations',
  'migration',
  'database/migrations',
  'db/migrations',
  'typeorm/migrations',
  'database/migration',
  'infrastructure/database/migrations',
];

/**
 * The folder of sources that new migrations go to: what TypeORM's options name, else what a script of package.json generates into, else one
 * that already holds migrations.
 */
export function findMigrationsFolder(request: DataSourceRequest, configurations: readonly TypeOrmConfiguration[]): Fact<string> | null {
  // The command line's options come first: it is what runs them.
  const ordered = configurations.toSorted((one, other) => Number(other.role === 'cli') - Number(one.role === 'cli'));
  for (const configuration of ordered) {
    const found = configuredFolder(configuration, request);
    if (found) return found;
  }
  return scriptedFolder(request) ?? existingFolder(request);
}

function configuredFolder(
  { migrations }: TypeOrmConfiguration,
  { files, sourceRoot, buildFolders }: DataSourceRequest,
): Fact<string> | null {
  if (!migrations) return null;
  const { value, evidence } = migrations;
  switch (value.kind) {
    case 'globs': {
      const folders = value.patterns.map((pattern) => sourceOfBuilt(baseOf(pattern), sourceRoot, buildFolders));
      const folder = folders.find((candidate) => files.exists(candidate) === 'folder') ?? folders[0];
      return folder === undefined ? null : { value: folder, evidence };
    }
    case 'list': {
      const folder = posix.dirname(value.file);
      return migrationsIn(files, folder).length > 0 ? { value: folder, evidence } : null;
    }
    case 'unknown':
      return null;
    default:
      return value satisfies never;
  }
}

/** The folder before the first wildcard; with a folder of migrations named behind it (`src/…/migrations/*.ts`), that one at its top. */
function baseOf(pattern: string): string {
  const { base, glob } = picomatch.scan(pattern);
  const folder = glob === '' && posix.extname(base) !== '' ? posix.dirname(base) : base;
  const named = /migrations?/.test(folder) ? undefined : /(?:^|\/)(migrations?)\//.exec(glob)?.[1];
  return posix.normalize(named === undefined ? folder : posix.join(folder, named));
}

/** `typeorm migration:generate src/database/migrations/Name`. */
function scriptedFolder({ files, packageFolder }: DataSourceRequest): Fact<string> | null {
  const manifest = readJson(files, posix.join(packageFolder, 'package.json'));
  for (const [name, script] of Object.entries(stringRecord(manifest?.get('scripts')))) {
    const args = /migration:(?:generate|create)\b(.*)/.exec(script)?.[1]?.replace(/\s(?:-d|--dataSource)[= ]\S+/g, '') ?? '';
    const [, path] = /\s["']?(?:-n |--name[= ])?(\.?[\w@./-]+\/)[\w${}-]*/.exec(args) ?? [];
    if (manifest && path)
      return {
        value: posix.join(packageFolder, path).replace(/\/$/, ''),
        evidence: manifest.evidence(['scripts', name], `script ${name}`),
      };
  }
  return null;
}

function existingFolder({ files, packageFolder, sourceRoot }: DataSourceRequest): Fact<string> | null {
  const candidates = [sourceRoot, packageFolder].flatMap((root) => usualFolders.map((folder) => posix.join(root, folder)));
  for (const folder of candidates) {
    const [example] = migrationsIn(files, folder);
    if (example) return { value: folder, evidence: { file: posix.join(folder, example), what: 'migration' } };
  }
  return null;
}

/** How the migrations of a folder are named behind their timestamp, by majority; TypeORM's own way where there are none. */
export function migrationNaming(files: HostFiles, folder: string): MigrationNaming {
  const names = migrationsIn(files, folder).map((file) => migrationFile.exec(file)?.[1] ?? '');
  const count = (naming: MigrationNaming): number => names.filter((name) => namingOf(name) === naming).length;
  const [most = 'PascalCase'] = (['PascalCase', 'camelCase', 'kebab-case', 'snake_case'] as const).toSorted(
    (one, other) => count(other) - count(one),
  );
  return most;
}

function namingOf(name: string): MigrationNaming {
  if (name.includes('-')) return 'kebab-case';
  if (name.includes('_')) return 'snake_case';
  return /^[a-z]/.test(name) && /[A-Z]/.test(name) ? 'camelCase' : /^[a-z]/.test(name) ? 'kebab-case' : 'PascalCase';
}

function migrationsIn(files: HostFiles, folder: string): readonly string[] {
  return files.list(folder).filter((name) => migrationFile.test(name));
}
