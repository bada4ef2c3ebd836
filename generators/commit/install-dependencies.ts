import { spawn } from 'node:child_process';
import type { Issue } from '../errors/issue.ts';

/**
 * Runs the package manager in the host. Its output goes to stderr, so that `--json` keeps stdout for itself.
 * `null` when it ended well; the files stay in place when it did not.
 */
export async function installDependencies(cwd: string, command: readonly string[]): Promise<Issue | null> {
  // Ctrl-C ends the package manager, which gets it too; the report that the files are in place is still to come.
  const stay = () => undefined;
  process.on('SIGINT', stay);
  const failure = await run(cwd, command);
  process.off('SIGINT', stay);
  if (failure === null) {
    return null;
  }
  return {
    code: 'install-failed',
    severity: 'warning',
    message: `${command.join(' ')} did not end well; the files are in place.`,
    found: failure,
    remedy: `Run it yourself: ${command.join(' ')}`,
  };
}

/** How the command failed; `null` when it ended well. */
function run(cwd: string, [program = 'npm', ...args]: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    // On Windows package managers are .cmd files, which only a shell starts.
    const child = spawn(program, args, { cwd, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code === 0 ? null : (signal ?? `exit code ${code}`)));
  });
}
