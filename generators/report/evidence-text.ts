import type { Evidence } from '../host/host.ts';

/** Where a fact was read: `TypeOrmModule.forRootAsync in src/app.module.ts:14`. */
export function evidenceText({ what, file, line }: Evidence): string {
  return `${what} in ${line === undefined ? file : `${file}:${line}`}`;
}
