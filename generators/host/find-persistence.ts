import { posix } from 'node:path';

import { findPackageUses, type PackageUse } from '../syntax/find-package-uses.ts';
import { findMongodbFacts } from './find-mongodb-facts.ts';
import { findTypeOrmFacts } from './find-typeorm-facts.ts';
import type { Database, Evidence, Fact, Host, MongodbFacts, PackageManifest, RootModule } from './host.ts';
import type { HostFiles } from './host-files.ts';
import type { HostSources } from './host-sources.ts';
import { driverPackages, ormSigns, queuePackages } from './persistence-packages.ts';
import { readJson } from './read-json.ts';

export type Persistence = Pick<Host, 'orm' | 'typeorm' | 'mongodb' | 'database' | 'queues'>;

export interface PersistenceRequest {
  readonly files: HostFiles;
  readonly sources: HostSources;
  readonly manifest: PackageManifest;
  readonly sourceRoot: string;
  readonly buildFolders: readonly string[];
  readonly rootModule: RootModule;
}

/**
 * How the application stores its data and what it already queues: what its root module reaches, and only where that says nothing what
 * package.json declares.
 */
export function findPersistence(request: PersistenceRequest): Persistence {
  const { files, sources, manifest, rootModule } = request;
  const source = sources.parse(rootModule.file);
  const reached = source ? findPackageUses(source, rootModule.className, sources.scope) : { uses: [], walked: [], scope: sources.scope };
  const orm = reachedOrm(reached.uses) ?? declaredOrm(files, manifest);
  const typeorm = orm?.value === 'typeorm' ? findTypeOrmFacts({ ...request, reached }) : null;
  const configured = typeorm?.configurations.find(({ database }) => database !== null)?.database ?? null;
  const mongodb = findMongodbFacts({ ...request, reached });
  return { orm, typeorm, mongodb, database: configured ?? otherDatabase(files, manifest, orm) ?? nativeMongodb(files, manifest, orm, mongodb), queues: reachedQueues(reached.uses) };
}

function reachedOrm(uses: readonly PackageUse[]): Host['orm'] {
  for (const { orm, uses: signs } of ormSigns) {
    const found = uses.filter((use) => signs.some(({ module, name }) => module.test(use.module) && name.test(use.name)));
    const use = found.find(({ method }) => method?.startsWith('forRoot')) ?? found[0];
    if (use) return { value: orm, evidence: evidenceOf(use) };
  }
  return null;
}

/** One that is declared alone; of several, package.json does not say which one this application uses. */
function declaredOrm(files: HostFiles, manifest: PackageManifest): Host['orm'] {
  const declared = ormSigns.flatMap(({ orm, packages }) =>
    packages.filter((name) => name in manifest.dependencies).map((name) => ({ orm, name })),
  );
  const [only, ...others] = declared;
  return only && others.length === 0 ? { value: only.orm, evidence: declarationOf(files, manifest, only.name) } : null;
}

function otherDatabase(files: HostFiles, manifest: PackageManifest, orm: Host['orm']): Fact<Database> | null {
  if (!orm) return null;
  if (orm.value === 'mongoose') return { value: 'mongodb', evidence: orm.evidence };
  return (orm.value === 'prisma' ? prismaDatabase(files, manifest) : null) ?? driverDatabase(files, manifest);
}

/** The database whose driver is declared, where it is the only relational one. */
function driverDatabase(files: HostFiles, manifest: PackageManifest): Fact<Database> | null {
  const drivers = Object.entries(driverPackages).filter(([name, database]) => name in manifest.dependencies && database !== 'mongodb');
  const [first] = drivers;
  const isOnly = new Set(drivers.map(([, database]) => database)).size === 1;
  return first && isOnly ? { value: first[1], evidence: declarationOf(files, manifest, first[0]) } : null;
}

/** MongoDB by its driver, without an ORM before it. */
function nativeMongodb(files: HostFiles, manifest: PackageManifest, orm: Host['orm'], { clients: [client] }: MongodbFacts): Fact<Database> | null {
  if (client) return { value: 'mongodb', evidence: client.evidence };
  const isAlone = orm === null && 'mongodb' in manifest.dependencies && driverDatabase(files, manifest) === null;
  return isAlone ? { value: 'mongodb', evidence: declarationOf(files, manifest, 'mongodb') } : null;
}

const prismaProviders: Readonly<Record<string, Database>> = {
  postgresql: 'postgres',
  postgres: 'postgres',
  mysql: 'mysql',
  sqlite: 'sqlite',
  sqlserver: 'mssql',
  mongodb: 'mongodb',
};

function prismaDatabase(files: HostFiles, manifest: PackageManifest): Fact<Database> | null {
  const folder = posix.dirname(manifest.path);
  for (const file of ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema/schema.prisma'].map((path) => posix.join(folder, path))) {
    const text = files.read(file);
    const match = text === null ? null : /datasource\s+\w+\s*\{[^}]*?provider\s*=\s*"(\w+)"/.exec(text);
    if (!text || !match) continue;
    const line = text.slice(0, match.index + match[0].length).split('\n').length;
    return { value: prismaProviders[match[1] ?? ''] ?? 'other', evidence: { file, line, what: `provider = "${match[1]}"` } };
  }
  return null;
}

function reachedQueues(uses: readonly PackageUse[]): Host['queues'] {
  const found = uses.filter(({ module }) => queuePackages.has(module));
  return found
    .filter((use, index) => found.findIndex(({ module }) => module === use.module) === index)
    .map((use) => ({ value: use.module, evidence: evidenceOf(use) }));
}

function evidenceOf({ file, line, name, method }: PackageUse): Evidence {
  return { file, line, what: method ? `${name}.${method}` : name };
}

function declarationOf(files: HostFiles, manifest: PackageManifest, name: string): Evidence {
  const json = readJson(files, manifest.path);
  const section = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].find(
    (key) => json?.get(key, name) !== undefined,
  );
  return json && section ? json.evidence([section, name], name) : { file: manifest.path, what: name };
}
