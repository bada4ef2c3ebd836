import type { HostRecipe } from './host-recipe.ts';

/** Nest 12 (ESM, Vitest) with Mongoose 9 (MONGODB_URL): `forRootAsync`, a schema of its own, and a test that boots the root module. */
export const nest12Mongoose: HostRecipe = {
  name: 'nest12-mongoose',
  nest: 12,
  dependencies: { '@nestjs/config': '^12.0.0', '@nestjs/mongoose': '^12.0.0', croner: '^11.0.0', mongoose: '^9.0.0' },
  scripts: {},
  files: {
    'src/app.module.ts': `import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { MongooseModule } from '@nestjs/mongoose';
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { NotesModule } from './notes/notes.module.js';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true }),
    MongooseModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        uri: config.getOrThrow<string>('MONGODB_URL'),
      }),
    }),
    NotesModule,
  ],
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
`,
    'src/notes/note.schema.ts': `import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { HydratedDocument } from 'mongoose';

@Schema()
export class Note {
  @Prop({ type: String, required: true })
  title: string;
}

export type NoteDocument = HydratedDocument<Note>;

export const NoteSchema = SchemaFactory.createForClass(Note);
`,
    'src/notes/notes.service.ts': `import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { Note, type NoteDocument } from './note.schema.js';

@Injectable()
export class NotesService {
  constructor(@InjectModel(Note.name) private readonly notes: Model<Note>) {}

  add(title: string): Promise<NoteDocument> {
    return this.notes.create({ title });
  }

  find(id: string): Promise<NoteDocument | null> {
    return this.notes.findById(id).exec();
  }
}
`,
    'src/notes/notes.module.ts': `import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Note, NoteSchema } from './note.schema.js';
import { NotesService } from './notes.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([{ name: Note.name, schema: NoteSchema }]),
  ],
  providers: [NotesService],
})
export class NotesModule {}
`,
    'src/notes/notes.service.spec.ts': `import { Test } from '@nestjs/testing';
import { AppModule } from '../app.module.js';
import { NotesService } from './notes.service.js';

describe('NotesService', () => {
  it('finds the note it has added', async () => {
    const module = await Test.createTestingModule({
      imports: [AppModule],
    }).compile();
    const app = await module.createNestApplication().init();
    const notes = app.get(NotesService);
    const { id } = await notes.add('milk');
    expect((await notes.find(id as string))?.title).toBe('milk');
    await app.close();
  });
});
`,
  },
};
