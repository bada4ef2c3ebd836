import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Background, Store } from './contender.ts';

/** Stores that are files, each a copy of one that was made once. */
export function sqliteStores(migrate: (file: string) => Promise<void>): (background: Background) => Promise<Store> {
  let template: Promise<string> | undefined;

  return async (background) => {
    if (background !== 'nothing') {
      throw new Error('SQLite is measured on an empty table only.');
    }
    template ??= makeTemplate(migrate);
    const folder = await mkdtemp(join(tmpdir(), 'abp-background-jobs-bench-'));
    const file = join(folder, 'jobs.sqlite');
    await copyFile(await template, file);
    return {
      url: file,
      seed: async (count) => seed(file, count),
      countTransactions: async () => undefined,
      remove: () => rm(folder, { recursive: true }),
    };
  };
}

async function makeTemplate(migrate: (file: string) => Promise<void>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'abp-background-jobs-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const file = join(folder, 'template.sqlite');
  await migrate(file);
  return file;
}

function seed(file: string, count: number): void {
  const database = new DatabaseSync(file);
  database.exec(`
    WITH RECURSIVE job(number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM job WHERE number < ${count} - 1)
    INSERT INTO "AbpBackgroundJobs" ("Id", "JobName", "JobArgs", "CreationTime", "NextTryTime", "ExtraProperties", "ConcurrencyStamp")
    SELECT printf('%08X-0000-7000-A000-%s', number, hex(randomblob(6))), 'bench', json_object('number', number, 'text', printf('%.138c', 'x')),
      strftime('%Y-%m-%d %H:%M:%f', 'now'), strftime('%Y-%m-%d %H:%M:%f', 'now'), '{}', lower(hex(randomblob(16)))
    FROM job`);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE); ANALYZE');
  database.close();
}
