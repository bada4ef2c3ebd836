import { resolve } from 'node:path';
import { recoverInterruptedCommit } from '../commit/recover-interrupted-commit.ts';
import { IssuesError } from '../errors/issues-error.ts';
import { diskHostFiles } from '../host/disk-host-files.ts';
import type { Host } from '../host/host.ts';
import { inspectHost } from '../host/inspect-host.ts';
import { locateHost } from '../host/locate-host.ts';
import { chooseRootModule } from '../options/choose-root-module.ts';
import type { Flags } from '../options/flags.ts';
import type { Prompter } from '../options/prompter.ts';
import { importedModules } from '../plan/installed-module.ts';
import type { Session } from './session.ts';

/**
 * The host, with the one root module the command is about: the one that is named, that has the module already, or that is chosen.
 * @throws IssuesError where there is none, or nobody to choose.
 */
export async function findHost(flags: Flags, prompter: Prompter | null, session: Session): Promise<Host> {
  await recover(flags, session);
  const host = inspect(flags, flags.rootModule);
  if (host.rootModules.length <= 1) {
    return host;
  }
  const files = diskHostFiles(host.root);
  const wired = host.rootModules.filter((root) => importedModules(files, root).length > 0);
  const isOneModule = new Set(wired.flatMap((root) => importedModules(files, root))).size === 1;
  const rootModule = await chooseRootModule(isOneModule ? wired.slice(0, 1) : host.rootModules, prompter);
  // The facts are those of the first root module: look again from the one that was chosen.
  return inspect(flags, rootModule);
}

/** Puts back what a killed run has left, before anything of the host is read. */
async function recover(flags: Flags, session: Session): Promise<void> {
  const located = locateHost(resolve(flags.cwd ?? '.'), flags.project, diskHostFiles);
  if ('issue' in located) {
    throw new IssuesError([located.issue]);
  }
  const recovery = await recoverInterruptedCommit(located.root);
  if (recovery.kind === 'refused') {
    throw new IssuesError([recovery.issue]);
  }
  if (recovery.kind === 'recovered') {
    session.show(`An earlier run was killed while it wrote; ${recovery.files.length} files were put back.`);
  }
}

function inspect(flags: Flags, rootModule: string | undefined): Host {
  const inspection = inspectHost({
    cwd: resolve(flags.cwd ?? '.'),
    ...(flags.project !== undefined && { project: flags.project }),
    ...(rootModule !== undefined && { rootModule }),
  });
  if (inspection.kind === 'refused') {
    throw new IssuesError(inspection.issues);
  }
  return inspection.host;
}
