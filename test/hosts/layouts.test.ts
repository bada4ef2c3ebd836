import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { addTo } from '../e2e/add-document.ts';
import { layouts, type Layout } from '../support/hosts/layouts.ts';
import { type PreparedHost, prepareHost } from '../support/hosts/prepare-host.ts';
import { createDatabase } from '../support/postgres.ts';
import { sampleOf } from '../support/rows.ts';

const rows = sampleOf('layouts of what is built', layouts.map(({ row }) => row));

/** The lines that `add` prints are typed as they are, into a shell, and then the table is there. */
describe('the printed line creates the table with', () => {
  let host: PreparedHost | undefined;
  afterEach(() => host?.remove());

  it.each(layouts.filter(({ row }) => rows.includes(row)))('$name', async (layout) => {
    const database = layout.own === 'postgres' ? await createDatabase(layout.name) : 'host.sqlite';
    host = await prepareHost(layout.recipe, layout.own ? { DATABASE_URL: database, DATABASE_FILE: database } : {});
    await rebuild(host.root, layout);
    const { next } = await addTo(host, [...(layout.own ? [] : ['--database', 'sqlite']), ...(layout.flags ?? [])]);
    const step = (pattern: RegExp): string => next.map((text) => pattern.exec(text)?.[1]).find((found) => found !== undefined) ?? '';
    await host.run('sh', '-c', step(/^(npm install.*)/) || 'true');

    const line = step(/^Create the table[^:]*: (.*)/);
    expect(line).toMatch(layout.line);
    const own = step(/^Set ConnectionStrings__\w+ or ConnectionStrings__Default, for example to (.*)/);
    const told = next.some((text) => text.includes("with ConnectionStrings__Default set to the application's database")) ? database : own;
    await host.run('env', ...(told === '' ? [] : [`ConnectionStrings__Default=${told}`]), 'sh', '-c', line);
    expect(await tablesOf(layout.own === undefined ? join(host.root, own) : layout.own === 'sqlite' ? join(host.root, database) : database)).toContain('AbpBackgroundJobs');
  });
});

async function rebuild(root: string, { files = {}, manifest }: Layout): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const target = join(root, path);
    if (text === null) {
      await rm(target, { recursive: true });
    } else if (path.endsWith('/')) {
      mkdirSync(dirname(join(root, text)), { recursive: true });
      await rename(target, join(root, text));
    } else {
      mkdirSync(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
  }
  if (manifest) {
    const path = join(root, 'package.json');
    const value = JSON.parse(await readFile(path, 'utf8')) as Parameters<typeof manifest>[0];
    manifest(value);
    await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
  }
}

async function tablesOf(database: string): Promise<readonly unknown[]> {
  if (!database.startsWith('postgres')) {
    const sqlite = new DatabaseSync(database, { readOnly: true });
    const rows = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    sqlite.close();
    return rows.map(({ name }) => name);
  }
  const client = new pg.Client(database);
  await client.connect();
  const { rows } = await client.query<{ name: string }>('SELECT table_name AS name FROM information_schema.tables');
  await client.end();
  return rows.map(({ name }) => name);
}
