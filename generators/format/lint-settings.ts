import { posix } from 'node:path';
import type { Options as PrettierOptions } from 'prettier';
import { foldersUpwards } from '../host/folders-upwards.ts';
import type { HostFiles } from '../host/host-files.ts';

const configuration = /^(?:\.eslintrc(?:\.(?:js|cjs|json))?|eslint\.config\.[cm]?[jt]s)$/;
/** The options of the rule, as Nest's older starters write them: an object of literals. */
const ruleOptions = /['"]prettier\/prettier['"]\s*:\s*\[\s*[^,\][]+,\s*\{([^{}]*)\}/;
const members = /['"]?(\w+)['"]?\s*:\s*(?:'([^']*)'|"([^"]*)"|(true|false|\d+))/g;

/** What ESLint's rule `prettier/prettier` is told, which it puts above Prettier's own configuration; empty where nothing is. */
export function lintSettings(files: HostFiles): PrettierOptions {
  for (const folder of foldersUpwards(files, '.')) {
    for (const name of files.list(folder).filter((candidate) => configuration.test(candidate))) {
      const [, options] = ruleOptions.exec(files.read(posix.join(folder, name)) ?? '') ?? [];
      if (options !== undefined) {
        return Object.fromEntries([...options.matchAll(members)].map(([, key = '', single, double, plain = ''] ) => [key, single ?? double ?? (JSON.parse(plain) as boolean | number)]));
      }
    }
  }
  return {};
}
