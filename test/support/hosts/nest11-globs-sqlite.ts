import type { HostRecipe } from './host-recipe.ts';
import { NOTE_TABLE_SQLITE, notesFeature } from './notes-feature.ts';

/**
 * Nest 11 (CommonJS, Jest, ESLint) with TypeORM 0.3 on SQLite (DATABASE_FILE): entities by glob, in options which the root module and the
 * CLI share.
 */
export const nest11GlobsSqlite: HostRecipe = {
  name: 'nest11-globs-sqlite',
  nest: 11,
  dependencies: { '@nestjs/typeorm': '^11.0.0', 'better-sqlite3': '^12.0.0', typeorm: '^0.3.28' },
  scripts: {
    typeorm: 'typeorm-ts-node-commonjs -d src/database/data-source.ts',
    'migration:run': 'npm run typeorm -- migration:run',
  },
  files: {
    ...notesFeature('', NOTE_TABLE_SQLITE),
    'src/app.module.ts': `import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppController } from './app.controller';
import { AppService } from './app.service';
import { dataSourceOptions } from './database/data-source';
import { NotesModule } from './notes/notes.module';

@Module({
  imports: [TypeOrmModule.forRoot(dataSourceOptions), NotesModule],
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
`,
    'src/database/data-source.ts': `import { join } from 'path';
import { DataSource, DataSourceOptions } from 'typeorm';

export const dataSourceOptions: DataSourceOptions = {
  type: 'better-sqlite3',
  database: process.env.DATABASE_FILE ?? 'app.sqlite',
  entities: [join(__dirname, '../**/*.entity{.ts,.js}')],
  migrations: [join(__dirname, '../migrations/*{.ts,.js}')],
  synchronize: false,
};

export default new DataSource(dataSourceOptions);
`,
  },
};
