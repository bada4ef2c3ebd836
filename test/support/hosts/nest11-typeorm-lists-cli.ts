import type { HostRecipe } from './host-recipe.ts';
import { NOTE_TABLE_POSTGRES, notesFeature } from './notes-feature.ts';

/**
 * Nest 11 (CommonJS, Jest, ESLint) with TypeORM 0.3 on PostgreSQL (DATABASE_URL): entities listed by hand in the root module, and again in
 * the data source of the CLI, which runs through ts-node.
 */
export const nest11TypeormListsCli: HostRecipe = {
  name: 'nest11-typeorm-lists-cli',
  nest: 11,
  dependencies: { '@nestjs/typeorm': '^11.0.0', pg: '^8.16.0', typeorm: '^0.3.28' },
  scripts: {
    typeorm: 'typeorm-ts-node-commonjs -d src/data-source.ts',
    'migration:run': 'npm run typeorm -- migration:run',
  },
  files: {
    ...notesFeature('', NOTE_TABLE_POSTGRES),
    'src/app.module.ts': `import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppController } from './app.controller';
import { AppService } from './app.service';
import { Note } from './notes/note.entity';
import { NotesModule } from './notes/notes.module';

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env.DATABASE_URL,
      entities: [Note],
      synchronize: false,
    }),
    NotesModule,
  ],
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
`,
    'src/data-source.ts': `import { DataSource } from 'typeorm';
import { Note } from './notes/note.entity';

export const AppDataSource = new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [Note],
  migrations: [__dirname + '/migrations/*{.ts,.js}'],
});
`,
  },
};
