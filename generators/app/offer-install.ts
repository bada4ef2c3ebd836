import pc from 'picocolors';
import { installDependencies } from '../commit/install-dependencies.ts';
import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import { installCommand } from '../host/install-command.ts';
import type { Flags } from '../options/flags.ts';
import type { Prompter } from '../options/prompter.ts';
import { isInterruption } from './ending-of.ts';
import type { Session } from './session.ts';

export type Installation = { readonly kind: 'installed' | 'left' } | { readonly kind: 'failed'; readonly issue: Issue };

/** Runs the package manager where the flags or the person consent. */
export async function offerInstall(flags: Flags, prompter: Prompter | null, host: Host, session: Session): Promise<Installation> {
  const command = installCommand(host);
  const isWanted = flags.install ?? (!flags.skipInstall && (await consent(prompter, command)));
  if (!isWanted) {
    return { kind: 'left' };
  }
  session.show(pc.dim(`${command.join(' ')} …`));
  const issue = await installDependencies(host.root, command);
  return issue ? { kind: 'failed', issue } : { kind: 'installed' };
}

async function consent(prompter: Prompter | null, command: readonly string[]): Promise<boolean> {
  try {
    return (await prompter?.confirm({ name: 'install', message: `Run ${command.join(' ')} now?`, default: true })) ?? false;
  } catch (error) {
    // All is written by now: Ctrl-C here is a no, not the end of the run.
    if (isInterruption(error)) {
      return false;
    }
    throw error;
  }
}
