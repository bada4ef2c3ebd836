import { getConnectionToken } from '@nestjs/mongoose';
import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';
import type { Connection } from 'mongoose';
import type { Db } from './driver.js';

const token = getConnectionToken(<%- literal.connectionName %>);

/** The application's Mongoose connection: how to have it injected, and its database. */
export const hostConnection = {
  imports: (): NonNullable<ModuleMetadata['imports']> => [],
  inject: (): NonNullable<FactoryProvider['inject']> => [token],
  databaseOf: async (connection: Connection): Promise<Db> => {
    const connected = await connection.asPromise();
    return connected.getClient().db(connected.name);
  },
} as const;
