import { spawn } from 'node:child_process';
import type { Issue } from '../errors/issue.ts';

/**
 * Runs the package manager in the host. Its output goes to stderr, so that `--json` keeps stdout for itself.
 * `null` when it ended well; the files stay in place when it did not.
 */
export function installDependencies(cwd: string, command: readonly string[]): Promise<Issue | null> {
  const [program = 'npm', ...args] = command;
  return new Promise((resolve) => {
    const failed = (found: string) =>
      resolve({
        code: 'install-failed',
        severity: 'warning',
        message: `${command.join(' ')} did not end well; the files are in place.`,
        found,
        remedy: `Run it yourself: ${command.join(' ')}`,
      });
    // On Windows package managers are .cmd files, which only a shell starts.
    const child = spawn(program, args, { cwd, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
    child.on('error', (error) => failed(error.message));
    child.on('close', (code, signal) => (code === 0 ? resolve(null) : failed(signal ?? `exit code ${code}`)));
  });
}
