// Run by a test, as a process of its own: commits the sample changes to the host given, and dies or is interrupted on the way.
//   node killed-commit.ts <root> kill <operation> before|halfway
//   node killed-commit.ts <root> <signal> <progress step>
import { commitChanges } from '../../../generators/commit/commit-changes.ts';
import { diskFileSystem } from '../../../generators/commit/disk-file-system.ts';
import { faultyFileSystem } from './faulty-file-system.ts';
import { sampleChanges } from './sample-host.ts';

const [root = '', how = '', at = '', when = ''] = process.argv.slice(2);

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered before this returns.
  throw new Error('still alive');
};

const isKill = how === 'kill';
const fs = isKill ? faultyFileSystem({ at: Number(at), when: when === 'halfway' ? 'halfway' : 'before', strike: die }) : diskFileSystem;
const result = await commitChanges(root, sampleChanges, fs, ({ done }) => {
  if (!isKill && done === Number(at)) {
    process.kill(process.pid, how as NodeJS.Signals);
  }
});
process.stdout.write(JSON.stringify(result));
