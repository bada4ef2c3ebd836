import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';
import { defaultPath } from '../options/default-path.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { Connection } from './choose-connection.ts';
import { mongoClientNotes } from './mongo-client-notes.ts';

/** What is worth knowing of this host and is no obstacle. */
export function hostNotes(host: Host, options: AddOptions, connection: Connection): readonly Issue[] {
  return [...coexistence(host), ...outsideSource(host, options), ...mongoClientNotes(host, options, connection)];
}

function coexistence(host: Host): readonly Issue[] {
  return host.queues.map(({ value, evidence }) => ({
    code: 'coexists',
    severity: 'info',
    message: `The host already uses ${value}; the module runs beside it and touches nothing of it.`,
    ...placeOf(evidence),
    remedy: 'Nothing to do.',
  }));
}

/** `tsc` mirrors the folders that its sources have in common: with one more beside `src`, `dist/main.js` becomes `dist/src/main.js`. */
function outsideSource(host: Host, { path }: AddOptions): readonly Issue[] {
  const { value: sourceRoot, evidence } = host.sourceRoot;
  if (sourceRoot === '.' || path.startsWith(`${sourceRoot}/`)) {
    return [];
  }
  return [
    {
      code: 'outside-source-root',
      severity: 'warning',
      message: `${path} is outside ${sourceRoot}, so the build may put its output into other folders than before.`,
      ...placeOf(evidence),
      expected: `a folder in ${sourceRoot}`,
      found: path,
      remedy: `Look where the build puts the entry file, or choose --path ${defaultPath(host)}.`,
    },
  ];
}
