import { resolve } from 'node:path';
import pc from 'picocolors';
import { commitChanges, type CommitProgress } from '../commit/commit-changes.ts';
import { recoverInterruptedCommit } from '../commit/recover-interrupted-commit.ts';
import { installDependencies } from '../commit/install-dependencies.ts';
import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import { diskHostFiles } from '../host/disk-host-files.ts';
import { findLinkOutside } from '../host/find-link-outside.ts';
import type { HostFiles } from '../host/host-files.ts';
import { inspectHost } from '../host/inspect-host.ts';
import { installCommand } from '../host/install-command.ts';
import { locateHost } from '../host/locate-host.ts';
import type { Host } from '../host/host.ts';
import { manifestFileName } from '../manifest/manifest.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { chooseRootModule } from '../options/choose-root-module.ts';
import { defaultPath } from '../options/default-path.ts';
import type { Flags } from '../options/flags.ts';
import { invalid } from '../options/parse-flags.ts';
import type { Prompter } from '../options/prompter.ts';
import { recordedFlags } from '../options/recorded-flags.ts';
import { resolveAddOptions } from '../options/resolve-add-options.ts';
import { normalizePath } from '../options/validate-path.ts';
import type { AddOptions } from '../options/add-options.ts';
import { planAdd } from '../plan/plan-add.ts';
import type { Plan } from '../plan/plan.ts';
import { foundText } from '../report/found-text.ts';
import type { Outcome } from '../report/outcome.ts';
import { packageInfo } from '../report/package-info.ts';
import { previewText } from '../report/preview.ts';

/** The world a command runs in. */
export interface Session {
  /** `null` where there is no terminal to ask on. */
  readonly prompter: Prompter | null;
  /** Shows a text to the person; silent with `--json`. */
  readonly show: (text: string) => void;
}

/** `add`: emits the module and wires the host. Reads as the design's arrow: host, options, plan, preview, commit, install. */
export async function runAdd(flags: Flags, session: Session): Promise<Outcome> {
  let host: Host | null = null;
  let options: AddOptions | null = null;
  let plan: Plan | null = null;
  const end = (status: Outcome['status'], issues: readonly Issue[] = []): Outcome => ({ command: 'add', status, host, options, plan, issues });
  try {
    const prompter = flags.yes || flags.json || flags.check ? null : session.prompter;
    await recover(flags, session);
    host = await findHost(flags, prompter);
    if (prompter) {
      session.show(foundText(host));
    }
    const files = diskHostFiles(host.root);
    const resolved = await resolveAddOptions(withRecordedAnswers(flags, host, files), host, prompter);
    options = resolved.options;
    const outside = findLinkOutside(host.root, options.path);
    if (outside !== null) {
      return end('refused', [invalid('--path', 'it stays inside the host, links followed', `${options.path}, which leads to ${outside}`, `--path ${defaultPath(host)}`)]);
    }
    plan = await planAdd({ host, files, options, onConflict: flags.onConflict, prompter, generator: packageInfo(), now: Date.now() });

    if (plan.issues.some((issue) => issue.severity === 'error')) {
      return end('refused');
    }
    if (plan.changes.length === 0) {
      return end('nothing-to-do');
    }
    if (flags.check) {
      return end('pending');
    }
    session.show(previewText(host, resolved, plan));
    if (flags.dryRun) {
      return end('planned');
    }
    if (!flags.yes && !prompter) {
      return end('needs-answers', [unconfirmed()]);
    }
    if (!flags.yes && prompter && !(await prompter.confirm({ name: 'confirm', message: 'Write this?', default: true }))) {
      return end('refused', [declined()]);
    }

    const committed = await commitChanges(resolve(host.root), plan.changes, undefined, showSlowProgress(session));
    if (committed.kind === 'rolled-back') {
      return end('refused', [committed.issue]);
    }
    const installed = await install(flags, prompter, host, plan, session);
    plan = { ...plan, next: installed.isDone ? plan.next.slice(1) : plan.next };
    return end('done', installed.issues);
  } catch (error) {
    if (error instanceof IssuesError) {
      return end(error.issues.some((issue) => needsAnswer(issue)) && error.issues.every((issue) => needsAnswer(issue)) ? 'needs-answers' : 'refused', error.issues);
    }
    throw error;
  }
}

/** Puts back what a killed run has left, before anything of the host is read. */
async function recover(flags: Flags, session: Session): Promise<void> {
  const located = locateHost(resolve(flags.cwd ?? '.'), flags.project, diskHostFiles);
  if ('issue' in located) {
    return;
  }
  const recovery = await recoverInterruptedCommit(located.root);
  if (recovery.kind === 'refused') {
    throw new IssuesError([recovery.issue]);
  }
  if (recovery.kind === 'recovered') {
    session.show(`An earlier run was killed while it wrote; ${recovery.files.length} files were put back.`);
  }
}

/** Tells how far writing is, once it has taken a second. */
function showSlowProgress(session: Session): CommitProgress {
  let told = Date.now();
  return ({ done, total, path }) => {
    if (Date.now() - told >= 1_000) {
      told = Date.now();
      session.show(pc.dim(`writing ${done} of ${total}: ${path}`));
    }
  };
}

async function findHost(flags: Flags, prompter: Prompter | null): Promise<Host> {
  const host = inspect(flags, flags.rootModule);
  // The facts are those of the first root module: look again from the one that was chosen.
  return host.rootModules.length > 1 ? inspect(flags, await chooseRootModule(host, prompter)) : host;
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

/** Where the module is already, its manifest answers what the flags leave open. */
function withRecordedAnswers(flags: Flags, host: Host, files: HostFiles): Flags {
  const normalized = normalizePath(flags.path ?? defaultPath(host));
  const path = 'path' in normalized ? `${normalized.path}/${manifestFileName}` : null;
  const text = path === null ? null : files.read(path);
  if (path === null || text === null) {
    return flags;
  }
  const read = readManifest({ path, text });
  return read.kind === 'read' ? { ...recordedFlags(read.manifest.options as unknown as AddOptions), ...flags } : flags;
}

function needsAnswer(issue: Issue): boolean {
  return issue.code === 'missing-answer' || issue.code === 'root-module-ambiguous';
}

async function install(flags: Flags, prompter: Prompter | null, host: Host, plan: Plan, session: Session): Promise<{ readonly isDone: boolean; readonly issues: readonly Issue[] }> {
  const isNeeded = plan.dependencies.some((dependency) => dependency.action === 'add');
  if (!isNeeded || flags.skipInstall) {
    return { isDone: false, issues: [] };
  }
  const command = installCommand(host);
  const isWanted = flags.install ?? (prompter ? await prompter.confirm({ name: 'install', message: `Run ${command.join(' ')} now?`, default: true }) : false);
  if (!isWanted) {
    return { isDone: false, issues: [] };
  }
  session.show(pc.dim(`${command.join(' ')} …`));
  const issue = await installDependencies(host.root, command);
  return { isDone: issue === null, issues: issue ? [issue] : [] };
}

function unconfirmed(): Issue {
  return {
    code: 'missing-answer',
    severity: 'error',
    message: 'Nobody is there to confirm the plan, so nothing was written.',
    expected: '--yes',
    remedy: 'Add --yes to write it, or --dry-run to see it.',
  };
}

function declined(): Issue {
  return { code: 'declined', severity: 'info', message: 'Nothing was written.', remedy: 'Run it again whenever you like.' };
}
