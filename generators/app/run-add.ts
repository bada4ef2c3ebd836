import { posix, resolve } from 'node:path';
import pc from 'picocolors';
import { commitChanges, type CommitProgress } from '../commit/commit-changes.ts';
import { findWriteObstacle } from '../commit/find-write-obstacle.ts';
import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import { diskHostFiles } from '../host/disk-host-files.ts';
import { findLinkOutside } from '../host/find-link-outside.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host } from '../host/host.ts';
import { typedPaths } from '../host/typed-path.ts';
import { defaultPath } from '../options/default-path.ts';
import type { Flags } from '../options/flags.ts';
import { invalidOption } from '../options/invalid-option.ts';
import { recordedFlags } from '../options/recorded-flags.ts';
import { resolveAddOptions } from '../options/resolve-add-options.ts';
import { findInstalledModule } from '../plan/installed-module.ts';
import { planAdd } from '../plan/plan-add.ts';
import { planAgain } from '../plan/plan-again.ts';
import { foundText } from '../report/found-text.ts';
import { outcomeOf, type Outcome, type Reached } from '../report/outcome.ts';
import { packageInfo } from '../report/package-info.ts';
import { previewText } from '../report/preview.ts';
import { endingOf } from './ending-of.ts';
import { findHost } from './find-host.ts';
import { offerInstall } from './offer-install.ts';
import type { Session } from './session.ts';

/** `add`: emits the module and wires the host. Does not reject. */
export async function runAdd(flags: Flags, session: Session): Promise<Outcome> {
  const reached: Reached = { host: null, options: null, plan: null };
  try {
    return await add(flags, session, reached);
  } catch (error) {
    const { status, issues } = endingOf(error);
    return outcomeOf('add', status, reached, issues);
  }
}

/** The design's arrow: host, options, plan, preview, commit, install. */
async function add(given: Flags, session: Session, reached: Reached): Promise<Outcome> {
  const end = (status: Outcome['status'], issues: readonly Issue[] = []): Outcome => outcomeOf('add', status, reached, issues);
  const prompter = given.yes || given.json || given.check ? null : session.prompter;

  const { host, issues: notes } = await findHost(given, prompter, session);
  reached.host = host;
  if (prompter) {
    session.show(foundText(host));
  }
  const files = diskHostFiles(host.root);
  const flags = given.path === undefined ? given : { ...given, path: pathOf(given.path, resolve(given.cwd ?? '.'), host.root, files) };
  const installed = findInstalledModule(host, files, flags.path);
  const recorded = installed ? recordedFlags(installed.manifest) : {};
  const resolved = await resolveAddOptions({ flags, recorded, recordedPath: installed?.path ?? null, host, prompter });
  const options = (reached.options = resolved.options);
  refuseLinkOutside(host, files, options.path);
  const request = { host, files, options, onConflict: flags.onConflict, prompter, generator: packageInfo(), now: Date.now() };
  const planned = await (installed ? planAgain(request, installed) : planAdd(request));
  const plan = (reached.plan = { ...planned, issues: [...notes, ...planned.issues] });

  if (plan.issues.some((issue) => issue.severity === 'error')) {
    return end('refused');
  }
  if (plan.changes.length === 0) {
    return end('nothing-to-do');
  }
  const obstacle = await findWriteObstacle(host.root, plan.changes);
  if (obstacle) {
    return end('refused', [obstacle]);
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
  if (!flags.yes && !(await prompter?.confirm({ name: 'confirm', message: 'Write this?', default: true }))) {
    return end('refused', [declined()]);
  }

  const committed = await commitChanges(resolve(host.root), plan.changes, undefined, slowProgress(session));
  if (committed.kind === 'rolled-back') {
    return end('refused', [committed.issue]);
  }
  if (!plan.dependencies.some((dependency) => dependency.action === 'add')) {
    return end('done');
  }
  const installation = await offerInstall(flags, prompter, host, session);
  if (installation.kind === 'installed') {
    reached.plan = { ...plan, next: plan.next.slice(1) };
  }
  return end('done', installation.kind === 'failed' ? [installation.issue] : []);
}

/** `--path` relative to the host's root: of what may be meant the first whose folder above is there. What is to be refused stays as it is. */
function pathOf(typed: string, cwd: string, root: string, files: HostFiles): string {
  const candidates = typedPaths(typed, cwd, root);
  const isLikely = (candidate: string): boolean => files.exists(candidate) === 'folder' || files.exists(posix.dirname(candidate)) === 'folder';
  return candidates.find(isLikely) ?? candidates[0] ?? typed;
}

/** Only the disk tells whether a link on the way to the module's folder leads out of the host; the text of the path has been checked by now. */
function refuseLinkOutside(host: Host, files: HostFiles, path: string): void {
  const outside = findLinkOutside(host.root, files, path);
  if (outside !== null) {
    const other = [defaultPath(host), 'background-jobs'].find((candidate) => candidate !== path && findLinkOutside(host.root, files, candidate) === null);
    const wouldDo = other === undefined ? 'a folder in place of the link' : `--path ${other}`;
    throw new IssuesError([invalidOption('--path', 'it stays inside the repository, links followed', `${path}, which leads to ${outside}`, wouldDo)]);
  }
}

/** Tells how far writing is, once it has taken a second. */
function slowProgress(session: Session): CommitProgress {
  let told = Date.now();
  return ({ done, total, path }) => {
    if (Date.now() - told >= 1_000) {
      told = Date.now();
      session.show(pc.dim(`writing ${done} of ${total}: ${path}`));
    }
  };
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
  return { code: 'declined', severity: 'info', message: 'The plan was not confirmed.', remedy: 'Run it again whenever you like.' };
}
