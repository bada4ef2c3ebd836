import type { HostRecipe } from './host-recipe.ts';
import { NOTE_TABLE_POSTGRES, notesFeature } from './notes-feature.ts';

/** Nest 12 (ESM) with TypeORM 1 on PostgreSQL (DATABASE_URL): `forRootAsync`, `autoLoadEntities`, migrations run from the built files. */
export const nest12Typeorm: HostRecipe = {
  name: 'nest12-typeorm',
  nest: 12,
  dependencies: { '@nestjs/config': '^12.0.0', '@nestjs/typeorm': '^12.0.0', croner: '^11.0.0', pg: '^8.16.0', typeorm: '^1.1.0' },
  scripts: {
    typeorm: 'typeorm -d dist/data-source.js',
    'migration:run': 'nest build && npm run typeorm -- migration:run',
  },
  files: {
    ...notesFeature('.js', NOTE_TABLE_POSTGRES),
    'src/app.module.ts': `import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { NotesModule } from './notes/notes.module.js';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true }),
    TypeOrmModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        type: 'postgres',
        url: config.getOrThrow<string>('DATABASE_URL'),
        autoLoadEntities: true,
      }),
    }),
    NotesModule,
  ],
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
`,
    'src/data-source.ts': `import { join } from 'node:path';
import { DataSource } from 'typeorm';

// For the TypeORM CLI; the application has its own connection in app.module.ts.
export default new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [join(import.meta.dirname, '**', '*.entity.{ts,js}')],
  migrations: [join(import.meta.dirname, 'migrations', '*.{ts,js}')],
});
`,
  },
};
