import type { Issue } from '../errors/issue.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host } from '../host/host.ts';
import type { AddOptions } from '../options/add-options.ts';
import { registerModule } from '../patch/register-module.ts';
import type { Connection } from './choose-connection.ts';
import { currentSource, withPatch, type PatchedFiles } from './patched-files.ts';
import { relativeSpecifier } from './relative-specifier.ts';

export interface RootRegistration {
  readonly patched: PatchedFiles;
  readonly issues: readonly Issue[];
}

/** Imports the module into the root module of the host. */
export function registerInRoot(
  patched: PatchedFiles,
  { host, files, options }: { readonly host: Host; readonly files: HostFiles; readonly options: AddOptions },
  connection: Connection,
): RootRegistration {
  const [file, rootClass] = options.rootModule?.split('#') ?? [];
  if (!options.register || !file || !rootClass) {
    return { patched, issues: [] };
  }
  const source = currentSource(patched, file, files.read(file) ?? '');
  const patch = registerModule(source, {
    rootClass,
    // The class may also be started without what its factory adds, and then has no database.
    factory: rootFactoryOf(connection),
    moduleClass: 'BackgroundJobsModule',
    importSpecifier: relativeSpecifier(file, `${options.path}/background-jobs.module.ts`, host.specifierExtension.value),
    printWidth: host.printWidth,
    expression: 'BackgroundJobsModule.forRoot()',
  });
  return {
    patched: withPatch(patched, source, patch, 'register-module', 'imports BackgroundJobsModule'),
    issues: patch.kind === 'refused' ? [patch.issue] : [],
  };
}

function rootFactoryOf(connection: Connection): string | null {
  switch (connection.kind) {
    case 'nestjs-typeorm':
      return connection.application.rootFactory;
    case 'nestjs-mongoose':
      return connection.rootFactory;
    case 'mongo-client':
    case 'own':
      return null;
    default:
      return connection satisfies never;
  }
}
