import { posix } from 'node:path';

import { findMongoClients } from '../syntax/find-mongo-clients.ts';
import { findMongooseConnection } from '../syntax/find-mongoose-connection.ts';
import type { PackageUses } from '../syntax/find-package-uses.ts';
import { findVersion } from './find-version.ts';
import type { MongodbFacts, MongooseConnection, PackageManifest, RootModule } from './host.ts';
import type { HostFiles } from './host-files.ts';

export interface MongodbRequest {
  readonly files: HostFiles;
  readonly manifest: PackageManifest;
  readonly rootModule: RootModule;
  /** What the root module reaches, and the scope it was reached in. */
  readonly reached: PackageUses;
}

/** Through what the host talks to MongoDB: connections of `@nestjs/mongoose`, and providers that give a client of the driver. */
export function findMongodbFacts({ files, manifest, rootModule, reached }: MongodbRequest): MongodbFacts {
  const uses = reached.uses.filter(({ module, name }) => module === '@nestjs/mongoose' && name === 'MongooseModule');
  // Models need a connection: where none is seen to be made, a package makes it.
  const connections = [/^forRoot/, /^forFeature/].flatMap((role) => uses.filter(({ method }) => role.test(method ?? ''))).map((use) => findMongooseConnection(use, reached.scope));
  // A look at every provider is worth it only where one can have a client.
  const hasDriver = findVersion(files, posix.dirname(manifest.path), 'mongodb') !== null;
  return { connections: connections.filter(isFirst), clients: hasDriver ? findMongoClients(reached, rootModule) : [] };
}

function isFirst({ name }: MongooseConnection, index: number, all: readonly MongooseConnection[]): boolean {
  return all.findIndex((other) => other.name === name) === index;
}
