import type { HostRecipe } from './host-recipe.ts';

/**
 * Nest 11 (CommonJS, Jest, ESLint) with MongoDB's driver 6 (MONGODB_URL): a module of its own keeps the client and exports the database, by a
 * symbol.
 */
export const nest11Mongodb: HostRecipe = {
  name: 'nest11-mongodb',
  nest: 11,
  dependencies: { mongodb: '^6.20.0' },
  scripts: {},
  files: {
    'src/app.module.ts': `import { Module } from '@nestjs/common';
import { AppController } from './app.controller';
import { AppService } from './app.service';
import { NotesModule } from './notes/notes.module';

@Module({
  imports: [NotesModule],
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
`,
    'src/database/database.tokens.ts': `export const DATABASE = Symbol('DATABASE');
`,
    'src/database/database.module.ts': `import { Inject, Module, OnApplicationShutdown } from '@nestjs/common';
import { MongoClient } from 'mongodb';
import { DATABASE } from './database.tokens';

const databaseProviders = [
  {
    provide: MongoClient,
    useFactory: () => MongoClient.connect(process.env.MONGODB_URL ?? ''),
  },
  {
    provide: DATABASE,
    inject: [MongoClient],
    useFactory: (client: MongoClient) => client.db(),
  },
];

@Module({ providers: databaseProviders, exports: [DATABASE] })
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(MongoClient) private readonly client: MongoClient) {}

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
`,
    'src/notes/notes.service.ts': `import { Inject, Injectable } from '@nestjs/common';
import { Collection, Db, ObjectId } from 'mongodb';
import { DATABASE } from '../database/database.tokens';

interface Note {
  title: string;
}

@Injectable()
export class NotesService {
  private readonly notes: Collection<Note>;

  constructor(@Inject(DATABASE) database: Db) {
    this.notes = database.collection('notes');
  }

  async add(title: string): Promise<ObjectId> {
    return (await this.notes.insertOne({ title })).insertedId;
  }

  async find(id: ObjectId): Promise<string | undefined> {
    return (await this.notes.findOne({ _id: id }))?.title;
  }
}
`,
    'src/notes/notes.module.ts': `import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module';
import { NotesService } from './notes.service';

@Module({ imports: [DatabaseModule], providers: [NotesService] })
export class NotesModule {}
`,
    'src/notes/notes.service.spec.ts': `import { Test } from '@nestjs/testing';
import { AppModule } from '../app.module';
import { NotesService } from './notes.service';

describe('NotesService', () => {
  it('finds the note it has added', async () => {
    const module = await Test.createTestingModule({
      imports: [AppModule],
    }).compile();
    const app = await module.createNestApplication().init();
    const notes = app.get(NotesService);
    expect(await notes.find(await notes.add('milk'))).toBe('milk');
    await app.close();
  });
});
`,
  },
};
