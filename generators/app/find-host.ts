import { resolve } from 'node:path';
import { recoverInterruptedCommit } from '../commit/recover-interrupted-commit.ts';
import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import { diskHostFiles } from '../host/disk-host-files.ts';
import { invalidRootModule } from '../host/find-root-modules.ts';
import type { Host } from '../host/host.ts';
import { inspectHost } from '../host/inspect-host.ts';
import { locateHost } from '../host/locate-host.ts';
import { pathToType, typedPaths } from '../host/typed-path.ts';
import { chooseRootModule } from '../options/choose-root-module.ts';
import type { Flags } from '../options/flags.ts';
import type { Prompter } from '../options/prompter.ts';
import { importedModules } from '../plan/installed-module.ts';
import type { Session } from './session.ts';

export interface FoundHost {
  readonly host: Host;
  /** What was decided on the way. */
  readonly issues: readonly Issue[];
}

/**
 * The host, with the one root module the command is about: the one that is named, that has the module already, or that is chosen.
 * @throws IssuesError where there is none, or nobody to choose.
 */
export async function findHost(flags: Flags, prompter: Prompter | null, session: Session): Promise<FoundHost> {
  const cwd = resolve(flags.cwd ?? '.');
  const root = await recover(flags, session);
  const named = flags.rootModule === undefined ? undefined : rootModuleOf(flags.rootModule, cwd, root);
  const host = inspect(flags, named);
  if (host.rootModules.length <= 1) {
    return { host, issues: [] };
  }
  const files = diskHostFiles(host.root);
  const wired = host.rootModules.filter((module) => importedModules(files, module).length > 0);
  const isOneModule = new Set(wired.flatMap((module) => importedModules(files, module))).size === 1;
  const { rootModule, issues } = await chooseRootModule(isOneModule ? wired.slice(0, 1) : host.rootModules, prompter, (file) => pathToType(file, cwd, root));
  // The facts are those of the first root module: look again from the one that was chosen.
  return { host: inspect(flags, rootModule), issues };
}

/** Puts back what a killed run has left, before anything of the host is read. Gives the host's root. */
async function recover(flags: Flags, session: Session): Promise<string> {
  const located = locateHost(resolve(flags.cwd ?? '.'), flags.project, diskHostFiles, flags.cwd);
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
  return located.root;
}

/** `file#Class` with the file relative to the host's root: the first of those that may be meant that is there. */
function rootModuleOf(typed: string, cwd: string, root: string): string {
  const [path = '', ...rest] = typed.split('#');
  const candidates = path === '' ? [] : typedPaths(path, cwd, root);
  const file = candidates.find((candidate) => diskHostFiles(root).exists(candidate) === 'file');
  if (file === undefined && candidates.length > 1) {
    throw new IssuesError([invalidRootModule(typed, `there is neither a file ${candidates.join(' nor ')}`)]);
  }
  return [file ?? candidates[0] ?? path, ...rest].join('#');
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
