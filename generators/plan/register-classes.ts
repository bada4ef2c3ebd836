import type { Issue } from '../errors/issue.ts';
import { matchesEntityGlob } from '../host/matches-entity-glob.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { EntityRegistration, Evidence, Fact, Host } from '../host/host.ts';
import type { AddOptions } from '../options/add-options.ts';
import { registerEntity } from '../patch/register-entity.ts';
import type { Connection } from './choose-connection.ts';
import type { MigrationTarget } from './migration-target.ts';
import { currentLine, currentSource, withPatch, type PatchedFiles } from './patched-files.ts';
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

export type EmittedMigration = Pick<MigrationTarget, 'className' | 'file'>;

/** A class of ours that TypeORM has to be told of. */
interface EmittedClass {
  readonly list: 'entities' | 'migrations';
  readonly name: string;
  /** Posix path relative to the host's root. */
  readonly file: string;
}

/**
 * Makes the entity and the migration known wherever the host configures TypeORM: the application's connection and separate
 * data sources of the CLI. What cannot be patched is said, with the lines to paste; the module is written all the same, since
 * they import it.
 */
export function registerClasses(patched: PatchedFiles, request: Request, connection: Connection, migration: EmittedMigration | null): Registered {
  if (connection.kind !== 'nestjs-typeorm') {
    return { patched, issues: [] };
  }
  const entity: EmittedClass = {
    list: 'entities',
    name: 'BackgroundJobRecordEntity',
    file: `${request.options.path}/typeorm/background-job-record.entity.ts`,
  };
  const steps = [connection.application, ...connection.cli].flatMap((configuration) => [
    { emitted: entity, registration: configuration.entities },
    ...(migration && configuration.migrations
      ? [{ emitted: { list: 'migrations' as const, name: migration.className, file: migration.file }, registration: configuration.migrations }]
      : []),
  ]);
  return steps.reduce<Registered>(
    (sofar, { emitted, registration }) => {
      const next = registerIn(sofar.patched, request, registration, emitted);
      return { patched: next.patched, issues: [...sofar.issues, ...next.issues] };
    },
    { patched, issues: [] },
  );
}

function registerIn(patched: PatchedFiles, { host, files }: Request, registration: Fact<EntityRegistration>, emitted: EmittedClass): Registered {
  if (isFound(registration.value, emitted, host)) {
    return { patched, issues: [] };
  }
  const place: Pick<Evidence, 'file' | 'line'> = registration.value.kind === 'list' ? registration.value : registration.evidence;
  const source = currentSource(patched, place.file, files.read(place.file) ?? '');
  const patch = registerEntity(source, {
    list: emitted.list,
    line: currentLine(patched, place.file, place.line ?? 1),
    className: emitted.name,
    importSpecifier: relativeSpecifier(place.file, emitted.file, host.specifierExtension.value),
    printWidth: host.printWidth,
  });
  const what = emitted.list === 'entities' ? 'register-entity' : 'register-migration';
  return {
    patched: withPatch(patched, source, patch, what, `registers ${emitted.name}`),
    issues: patch.kind === 'refused' ? [{ ...patch.issue, code: 'entity-not-registered', severity: 'warning', remedy: `Add the import and the element to the ${emitted.list} by hand.` }] : [],
  };
}

/** TypeORM finds the class by itself. */
function isFound(registration: EntityRegistration, { file, list }: EmittedClass, host: Host): boolean {
  switch (registration.kind) {
    case 'autoLoadEntities':
      return true;
    case 'globs':
      return registration.patterns.some((pattern) => matchesEntityGlob(pattern, file, host));
    case 'list':
      return false;
    case 'unknown':
      // Migrations that are computed are most often read from the folder the new one goes to.
      return list === 'migrations';
    default:
      return registration satisfies never;
  }
}
