import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';
import type { Db } from './driver.js';

/** The application has no connection of its own. A `MongoClient` or a database that it comes to have can be injected here. */
export const hostConnection = {
  imports: (): NonNullable<ModuleMetadata['imports']> => [],
  inject: (): NonNullable<FactoryProvider['inject']> => [],
  databaseOf: (database: Db): Promise<Db> => Promise.resolve(database),
} as const;
