import { posix } from 'node:path';

import { sourceOfBuilt } from './build-folders.ts';
import type { HostFiles } from './host-files.ts';
import { readJson } from './read-json.ts';
import { stringRecord } from './records.ts';

export interface DataSourceRequest {
  readonly files: HostFiles;
  /** Folder of the package.json whose scripts run TypeORM. */
  readonly packageFolder: string;
  readonly sourceRoot: string;
  readonly buildFolders: readonly string[];
}

const usualFolders = [
  '',
  'database',
  'db',
  'config',
  'configs',
  'typeorm',
  'orm',
  'datasource',
  'data-source',
  'common/database',
  'infrastructure/database',
];
const usualNames = [
  'data-source',
  'datasource',
  'dataSource',
  'typeorm.config',
  'typeorm-config',
  'ormconfig',
  'orm.config',
  'typeorm',
  'typeorm-cli.config',
  'database.config',
];

/**
 * Sources that TypeORM's command line may be given: the ones that scripts name, else those in the usual places and in `nearby`, the folders
 * where the application keeps its own configuration.
 */
export function findDataSourceFiles(
  { files, packageFolder, sourceRoot, buildFolders }: DataSourceRequest,
  nearby: readonly string[],
): readonly string[] {
  const source = (path: string): string | null => {
    const mapped = sourceOfBuilt(posix.normalize(path), sourceRoot, buildFolders);
    const stem = mapped.replace(/\.[cm]?[jt]s$/, '');
    return (
      [mapped, `${stem}.ts`, `${stem}.mts`, `${stem}.cts`].find(
        (candidate) => candidate.endsWith('ts') && files.exists(candidate) === 'file',
      ) ?? null
    );
  };
  const scripts = Object.values(stringRecord(readJson(files, posix.join(packageFolder, 'package.json'))?.get('scripts')));
  const named = scripts
    .flatMap((script) => [...script.matchAll(/\s(?:-d|--dataSource|-f|--config)[= ]["']?([^\s"']+)/g)])
    .filter((match) => /typeorm|migration/.test(match.input))
    .map((match) => source(posix.join(packageFolder, match[1] ?? '')));
  const found = named.filter((path) => path !== null);
  if (found.length > 0) return [...new Set(found)];
  const folders = [...nearby, ...[sourceRoot, packageFolder].flatMap((root) => usualFolders.map((folder) => posix.join(root, folder)))];
  const usual = folders.flatMap((folder) => usualNames.map((name) => posix.join(folder, `${name}.ts`)));
  return [...new Set(usual)].filter((path) => files.exists(path) === 'file').slice(0, 3);
}
