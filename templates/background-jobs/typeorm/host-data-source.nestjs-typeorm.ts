import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';
import { BackgroundJobRecordEntity } from './background-job-record.entity.js';

const name = <%- literal.dataSourceName %>;

/** The application's DataSource: how to register the jobs table with it, and how to have it injected. */
export const hostDataSource = {
  imports: (): NonNullable<ModuleMetadata['imports']> => [
    TypeOrmModule.forFeature([BackgroundJobRecordEntity], name),
  ],
  inject: (): NonNullable<FactoryProvider['inject']> => [
    getDataSourceToken(name),
  ],
} as const;
