import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { foldersUpwards } from '../host/folders-upwards.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host } from '../host/host.ts';
import type { Draft, Formatted, FormatterRun, LineEnd } from './host-formatter.ts';
import { makeShadowTree, outermost } from './shadow-tree.ts';

/** A formatter that is a program: it formats files, and many of them in one run. */
export interface FormatterProgram {
  readonly packageName: string;
  readonly binary: string;
  /** What stands before the files. */
  readonly args: readonly string[];
  /** Files that configure it, and what configures where they leave off. */
  readonly configuration: RegExp;
}

const maximalTime = 60_000;

/** The program as the host has it installed, run once over copies of the files; `null` where it is not there. */
export function hostProgram(program: FormatterProgram, host: Host, files: HostFiles): FormatterRun | null {
  const binary = findBinary(host.root, program);
  if (binary === null) {
    return null;
  }
  const folders = foldersUpwards(files, '.');
  const top = outermost(folders, (folder) => files.list(folder).some((name) => program.configuration.test(name) || name === '.git/'));
  const configured = posix.dirname(host.formatter?.evidence.file ?? '.');
  const [, said] = /\b(?:endOfLine|lineEnding|newLineKind)\b["']?\s*:\s*["'](\w+)/.exec(files.read(host.formatter?.evidence.file ?? '') ?? '') ?? [];
  const lineEndIn = (text: string): LineEnd | null => (text.includes('\r\n') ? '\r\n' : said === 'lf' ? '\n' : null);

  return {
    format: async (drafts) => {
      const shadow = makeShadowTree(host.root, top, drafts);
      try {
        const cwd = shadow.at(configured);
        const paths = drafts.map(({ path }) => relative(cwd, shadow.at(path)));
        const { exitCode, output } = await runBinary([binary, ...program.args, ...paths], cwd);
        const reason = reasonIn(output, program);
        const isNamed = ({ path }: Draft): boolean => output.includes(posix.basename(path));
        const isAll = exitCode !== 0 && !drafts.some(isNamed);
        return drafts.map((draft): Formatted => {
          const text = shadow.read(draft.path);
          const isFailed = exitCode !== 0 && text === draft.text && (isAll || isNamed(draft));
          return isFailed ? { kind: 'failed', reason } : { kind: 'formatted', text, lineEnd: lineEndIn(text), ...(said === undefined && { defaultLineEnd: '\n' }) };
        });
      } finally {
        shadow.remove();
      }
    },
  };
}

/** The first line that tells what is wrong; without colours and rules. */
function reasonIn(output: string, { binary }: FormatterProgram): string {
  const lines = output.split('\n').map((line) => line.replaceAll(/\p{Cc}\[[0-9;]*m/gu, '').trim());
  return lines.find((line) => /^[×✖x] /.test(line))?.slice(2) ?? lines.find((line) => /\w{3}/.test(line)) ?? `${binary} ended with an error`;
}

/** The script of an installed package, as Node finds packages: in the nearest node_modules upwards. */
function findBinary(root: string, { packageName, binary }: FormatterProgram): string | null {
  for (let folder = root; ; folder = dirname(folder)) {
    const manifest = join(folder, 'node_modules', packageName, 'package.json');
    if (existsSync(manifest)) {
      const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin?: string | Readonly<Record<string, string>> };
      const script = typeof bin === 'string' ? bin : bin?.[binary];
      return script === undefined ? null : join(dirname(manifest), script);
    }
    if (folder === dirname(folder)) {
      return null;
    }
  }
}

function runBinary(args: readonly string[], cwd: string): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' }, timeout: maximalTime });
    let output = '';
    const add = (chunk: string): void => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', add);
    child.stderr.setEncoding('utf8').on('data', add);
    child.on('error', (error) => resolve({ exitCode: null, output: error.message }));
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}
