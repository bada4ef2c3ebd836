import type { Issue } from '../errors/issue.ts';

/** Everything that the bin knows before it loads anything. This file has to load on Node 16. */
export interface Start {
  /** `18.20.8` */
  readonly node: string;
  readonly platform: string;
  readonly argv: readonly string[];
  readonly generator: { readonly name: string; readonly version: string };
}

/** Whether this Node is too old to load the rest. */
export function isOldNode(node: string): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return major < 22 || (major === 22 && minor < 18);
}

/** What to say on a Node that is too old: one sentence, and the line that works there, as npx comes with every Node. */
export function oldNodeAnswer(start: Start): string {
  const { node, generator, argv } = start;
  const line = lineThatWorks(start);
  const message = `abp-background-jobs needs Node 22.18 or newer, and this is Node ${node}; your application may stay on it.`;
  if (!argv.includes('--json')) return `${message} Run it with:\n  ${line}\n`;
  const issue: Issue = { code: 'old-node', severity: 'error', message, expected: '22.18 or newer', found: node, remedy: `Run it with: ${line}` };
  const [first = 'add'] = argv;
  const command = first.startsWith('-') ? 'add' : first;
  const document = { generator, command, status: 'refused', exitCode: 4, options: {}, host: null, changes: [], dependencies: [], issues: [issue], next: [line] };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function lineThatWorks({ platform, argv, generator }: Start): string {
  const quote = platform === 'win32' ? quotedForCmd : quotedForSh;
  return ['npx', '-p', 'node@24', '-p', generator.name, 'abp-background-jobs', ...argv.map(quote)].join(' ');
}

function quotedForSh(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, String.raw`'\''`)}'`;
}

function quotedForCmd(word: string): string {
  return /^[\w@+=:,./\\-]+$/.test(word) ? word : `"${word.replace(/"/g, String.raw`\"`)}"`;
}
