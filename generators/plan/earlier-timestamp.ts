import type { HostFiles } from '../host/host-files.ts';
import type { AddOptions } from '../options/add-options.ts';
import { tableName } from '../options/database-names.ts';

/**
 * The timestamp of a migration of ours that a run without a manifest has left (it was deleted, or another branch has it): a second
 * migration would fail on the table of the first.
 */
export function earlierTimestamp(files: HostFiles, options: AddOptions, folder: string): number | null {
  const found = files
    .list(folder)
    .map((name) => ({ name, timestamp: /^(\d+)-add[-_]?background[-_]?jobs\.ts$/i.exec(name)?.[1] }))
    .find(({ name, timestamp }) => timestamp !== undefined && createsTable(files.read(`${folder}/${name}`) ?? '', options));
  return found ? Number(found.timestamp) : null;
}

function createsTable(migration: string, options: AddOptions): boolean {
  if (options.provider === 'mongodb') {
    return false;
  }
  const { tablePrefix, schema } = options;
  const constantOf = (name: string) => new RegExp(`\\bconst ${name} = ['"](\\w+)['"]`).exec(migration)?.[1] ?? null;
  return constantOf('givenTableName') === tableName(tablePrefix) && constantOf('givenSchema') === schema;
}
