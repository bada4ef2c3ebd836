import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';<%- hostClient.imports %>
import type { Db, MongoClient } from './driver.js';

/** The application's client or database: where it comes from, how to have it injected, and the database. */
export const hostConnection = {
  imports: (): NonNullable<ModuleMetadata['imports']> => [<%- hostClient.module %>],
  inject: (): NonNullable<FactoryProvider['inject']> => [<%- hostClient.token %>],
  databaseOf: (host: MongoClient | Db): Promise<Db> =>
    Promise.resolve('databaseName' in host ? host : host.db()),
} as const;
