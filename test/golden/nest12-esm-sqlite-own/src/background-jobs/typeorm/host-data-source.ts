import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';

/** The application has no DataSource of its own. One that comes to use TypeORM can be registered and injected here. */
export const hostDataSource = {
  imports: (): NonNullable<ModuleMetadata['imports']> => [],
  inject: (): NonNullable<FactoryProvider['inject']> => [],
  /** Its `entityPrefix`, `namingStrategy` and `schema`, where it has them. */
  naming: {},
} as const;
