import type { Issue } from '../errors/issue.ts';
import { matchesEntityGlob } from '../host/matches-entity-glob.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host, TypeOrmConfiguration } from '../host/host.ts';
import type { AddOptions } from '../options/add-options.ts';
import { registerEntity } from '../patch/register-entity.ts';
import type { Connection } from './choose-connection.ts';
import { currentSource, withPatch, type PatchedFiles } from './patched-files.ts';
import { relativeSpecifier } from './relative-specifier.ts';

interface Request {
  readonly host: Host;
  readonly files: HostFiles;
  readonly options: AddOptions;
}

interface Registered {
  readonly patched: PatchedFiles;
  readonly issues: readonly Issue[];
}

/** Makes the entity known wherever the host configures TypeORM: the application's connection and separate data sources of the CLI. */
export function registerEntities(patched: PatchedFiles, request: Request, connection: Connection): Registered {
  if (connection.kind === 'own') {
    return { patched, issues: [] };
  }
  return [connection.application, ...connection.cli].reduce<Registered>(
    (sofar, configuration) => {
      const next = registerIn(sofar.patched, request, configuration);
      return { patched: next.patched, issues: [...sofar.issues, ...next.issues] };
    },
    { patched, issues: [] },
  );
}

function registerIn(patched: PatchedFiles, { host, files, options }: Request, configuration: TypeOrmConfiguration): Registered {
  const { value: registration, evidence } = configuration.entities;
  const entityFile = `${options.path}/typeorm/background-job-record.entity.ts`;
  switch (registration.kind) {
    case 'autoLoadEntities':
      return { patched, issues: [] };
    case 'globs':
      if (registration.patterns.some((pattern) => matchesEntityGlob(pattern, entityFile, host))) {
        return { patched, issues: [] };
      }
      break;
    case 'list':
    case 'unknown':
      break;
    default:
      registration satisfies never;
  }
  const place = registration.kind === 'list' ? registration : { file: configuration.evidence.file, line: configuration.evidence.line ?? 1 };
  const source = currentSource(patched, place.file, files.read(place.file) ?? '');
  const patch = registerEntity(source, {
    list: 'entities',
    line: place.line,
    className: 'BackgroundJobRecordEntity',
    importSpecifier: relativeSpecifier(place.file, entityFile, host.specifierExtension.value),
  });
  return {
    patched: withPatch(patched, source, patch, 'register-entity', 'registers BackgroundJobRecordEntity'),
    issues: patch.kind === 'refused' ? [{ ...patch.issue, code: 'entity-not-registered', file: patch.issue.file ?? evidence.file }] : [],
  };
}
