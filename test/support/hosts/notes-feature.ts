/**
 * A small feature with an entity, a migration and a test: what every host with an ORM has of its own. The test boots the root module and
 * writes to the database, as those of every second real host do.
 * @param extension of relative imports: `.js` in ESM hosts, nothing in CommonJS ones.
 * @param createTable the statement that makes the table `note` in the host's database.
 */
export function notesFeature(extension: '.js' | '', createTable: string): Readonly<Record<string, string>> {
  return {
    'src/notes/note.entity.ts': `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Note {
  @PrimaryGeneratedColumn()
  id: number;

  @Column()
  title: string;
}
`,
    'src/notes/notes.service.ts': `import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Note } from './note.entity${extension}';

@Injectable()
export class NotesService {
  constructor(
    @InjectRepository(Note) private readonly notes: Repository<Note>,
  ) {}

  add(title: string): Promise<Note> {
    return this.notes.save({ title });
  }

  find(id: number): Promise<Note | null> {
    return this.notes.findOneBy({ id });
  }
}
`,
    'src/notes/notes.module.ts': `import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Note } from './note.entity${extension}';
import { NotesService } from './notes.service${extension}';

@Module({
  imports: [TypeOrmModule.forFeature([Note])],
  providers: [NotesService],
})
export class NotesModule {}
`,
    'src/notes/notes.service.spec.ts': `import { Test } from '@nestjs/testing';
import { AppModule } from '../app.module${extension}';
import { NotesService } from './notes.service${extension}';

describe('NotesService', () => {
  it('finds the note it has added', async () => {
    const module = await Test.createTestingModule({
      imports: [AppModule],
    }).compile();
    const app = await module.createNestApplication().init();
    const notes = app.get(NotesService);
    const { id } = await notes.add('milk');
    expect(await notes.find(id)).toEqual({ id, title: 'milk' });
    await app.close();
  });
});
`,
    'src/migrations/1700000000000-AddNotes.ts': `import { MigrationInterface, QueryRunner } from 'typeorm';

export class AddNotes1700000000000 implements MigrationInterface {
  name = 'AddNotes1700000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      '${createTable}',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "note"');
  }
}
`,
  };
}

/** For PostgreSQL, as TypeORM's own diff expects it. */
export const NOTE_TABLE_POSTGRES =
  'CREATE TABLE "note" ("id" SERIAL NOT NULL, "title" character varying NOT NULL, CONSTRAINT "PK_96d0c172a4fba276b1bbed43058" PRIMARY KEY ("id"))';

/** For SQLite, likewise. */
export const NOTE_TABLE_SQLITE = 'CREATE TABLE "note" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "title" varchar NOT NULL)';
