import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';
import { BackgroundJobRecordEntity } from './background-job-record.entity.js';

const name = <%- literal.dataSourceName %>;

/** The application's DataSource: how to register the jobs table with it, how to have it injected, and how it names tables. */
export const hostDataSource = {
  imports: (): NonNullable<ModuleMetadata['imports']> => [
    TypeOrmModule.forFeature([BackgroundJobRecordEntity], name),
  ],
  inject: (): NonNullable<FactoryProvider['inject']> => [
    getDataSourceToken(name),
  ],
  /** Its `entityPrefix`, `namingStrategy` and `schema`, for `data-source.ts`, so that the migration names the table as the application does. */
  naming: {<%- hostNaming %>},
} as const;
