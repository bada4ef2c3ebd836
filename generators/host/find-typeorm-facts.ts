import { posix } from 'node:path';

import { findDataSources } from '../syntax/find-data-sources.ts';
import type { PackageUse, PackageUses } from '../syntax/find-package-uses.ts';
import { findTypeOrmOptions } from '../syntax/find-typeorm-options.ts';
import { findDataSourceFiles, type DataSourceRequest } from './find-data-source-files.ts';
import { findMigrationsFolder, migrationNaming } from './find-migrations-folder.ts';
import { findVersion } from './find-version.ts';
import type { Fact, PackageManifest, TypeOrmFacts, TypeOrmOptions } from './host.ts';
import type { HostFiles } from './host-files.ts';
import type { HostSources } from './host-sources.ts';

export interface TypeOrmRequest {
  readonly files: HostFiles;
  readonly sources: HostSources;
  readonly manifest: PackageManifest;
  readonly sourceRoot: string;
  readonly buildFolders: readonly string[];
  /** What the root module reaches, and the scope it was reached in. */
  readonly reached: PackageUses;
}

/** How the host uses TypeORM; `null` where it neither declares nor installs it. */
export function findTypeOrmFacts(request: TypeOrmRequest): TypeOrmFacts | null {
  const { files, sources, manifest, reached } = request;
  const packageFolder = posix.dirname(manifest.path);
  const version = findVersion(files, packageFolder, 'typeorm');
  if (!version) return null;
  const places: DataSourceRequest = { ...request, packageFolder };
  const applications = reached.uses
    .filter(setsUpTypeOrm)
    .map(({ node, rootFactory }) => ({ ...findTypeOrmOptions(node, reached.scope), role: 'application' as const, rootFactory }));
  const nearby = applications.flatMap(({ evidence, entities, migrations }) => [
    evidence,
    entities.evidence,
    ...(migrations ? [migrations.evidence] : []),
  ]);
  const dataSources = findDataSourceFiles(
    places,
    nearby.map(({ file }) => posix.dirname(file)),
  )
    .map((path) => sources.parse(path))
    .flatMap((source) => (source ? findDataSources(source, reached.scope) : []));
  const configurations = [
    ...applications.map((application) => ({
      ...application,
      dataSourceFile: dataSources.find((dataSource) => isSame(application, dataSource))?.dataSourceFile ?? null,
    })),
    ...dataSources.filter((dataSource) => !applications.some((application) => isSame(application, dataSource))),
  ];
  const migrationsFolder = findMigrationsFolder(places, configurations);
  return {
    version,
    nestModule: nestModule(files, packageFolder, reached.uses),
    configurations,
    migrationsFolder,
    migrationNaming: migrationNaming(files, migrationsFolder?.value ?? `${request.sourceRoot}/migrations`),
  };
}

function setsUpTypeOrm({ module, name, method }: PackageUse): boolean {
  if (module === 'typeorm') return name === 'DataSource' && method === null;
  return module === '@nestjs/typeorm' && name === 'TypeOrmModule' && (method === 'forRoot' || method === 'forRootAsync');
}

/** Version of `@nestjs/typeorm`, where the root module reaches its module. */
function nestModule(files: HostFiles, folder: string, uses: readonly PackageUse[]): Fact<string> | null {
  return uses.some(({ module }) => module === '@nestjs/typeorm') ? findVersion(files, folder, '@nestjs/typeorm') : null;
}

/** Application and command line may be given one and the same object. */
function isSame(one: TypeOrmOptions, other: TypeOrmOptions): boolean {
  return one.evidence.file === other.evidence.file && one.evidence.line === other.evidence.line;
}
