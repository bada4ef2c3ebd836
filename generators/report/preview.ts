import { posix } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import pc from 'picocolors';
import type { Host } from '../host/host.ts';
import type { Origin, ResolvedOptions } from '../options/add-options.ts';
import { optionTable, type OptionName } from '../options/option-table.ts';
import type { Change, Plan } from '../plan/plan.ts';
import { evidenceText } from './evidence-text.ts';
import { issueText } from './issue-text.ts';

/** The last screen before anything is written: options, files, patches, dependencies, next steps. */
export function previewText(host: Host, resolved: ResolvedOptions, plan: Plan): string {
  return [
    section('Options', optionLines(host, resolved)),
    section('Files', fileLines(plan.changes)),
    ...plan.changes.filter((change) => change.kind === 'modify').map(diffText),
    section('Dependencies', plan.dependencies.map(({ name, range, section: where, action }) => `${action === 'add' ? pc.green('+') : ' '} ${name}@${range} ${pc.dim(action === 'add' ? where : 'already there')}`)),
    plan.issues.length > 0 ? `${plan.issues.map(issueText).join('\n')}\n` : '',
    section('Next', plan.next.map((step) => `- ${step}`)),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length > 0 ? `${pc.bold(title)}\n${lines.map((line) => `  ${line}`).join('\n')}\n` : '';
}

/** Those that are worth a line; which of them there are depends on the provider. */
const shownOptions = ['provider', 'orm', 'database', 'driver', 'tablePrefix', 'schema', 'connectionStringName', 'applicationName', 'path', 'rootModule'] as const satisfies readonly OptionName[];

function optionLines(host: Host, { options, origins }: ResolvedOptions): string[] {
  const values: Readonly<Record<string, unknown>> = { ...options };
  const lines = shownOptions.flatMap((name) => {
    const value = values[name];
    return typeof value === 'string' ? [`${optionTable[name].flag.padEnd(24)}${value === '' ? '(empty)' : value}${originText(origins[name])}`] : [];
  });
  return [...lines, `${'package manager'.padEnd(24)}${host.packageManager.value}${originText({ from: 'host', evidence: host.packageManager.evidence })}`];
}

function originText(origin: Origin | undefined): string {
  if (!origin || origin.from === 'default') {
    return '';
  }
  if (origin.from !== 'host') {
    return pc.dim(`  (${origin.from})`);
  }
  return pc.dim(`  from ${evidenceText(origin.evidence)}`);
}

/** Created files by folder, since there are many; `--json` has each of them. */
function fileLines(changes: readonly Change[]): string[] {
  const folders = Map.groupBy(
    changes.filter((change) => change.kind === 'create'),
    (change) => posix.dirname(change.path),
  );
  const created = [...folders].toSorted(([one], [other]) => (one < other ? -1 : 1)).flatMap(([folder, files]) => folderLines(folder, files.map((file) => posix.basename(file.path))));
  const others = changes
    .filter((change) => change.kind !== 'create')
    .map((change) => `${change.kind === 'modify' ? pc.yellow('modify') : pc.red('delete')} ${change.path}  ${pc.dim(change.reason)}`);
  return [...created, ...others];
}

function folderLines(folder: string, names: readonly string[]): string[] {
  const wrapped = names.join('  ').match(/.{1,100}(?=\s\s|$)/g) ?? [];
  return [`${pc.green('create')} ${folder}/  ${pc.dim(names.length === 1 ? '1 file' : `${names.length} files`)}`, ...wrapped.map((line) => `         ${pc.dim(line.trim())}`)];
}

function diffText(change: Change & { kind: 'modify' }): string {
  const patch = createTwoFilesPatch(change.path, change.path, change.before, change.after, '', '', { context: 2 });
  const lines = patch.split('\n').filter((line, index) => index > 3 && line !== '');
  return `${pc.bold(change.path)}\n${lines.map(colourLine).join('\n')}\n`;
}

function colourLine(line: string): string {
  const text = `  ${line.replace(/\r$/, '')}`;
  if (line.startsWith('+')) {
    return pc.green(text);
  }
  if (line.startsWith('-')) {
    return pc.red(text);
  }
  return line.startsWith('@@') ? pc.cyan(text) : text;
}
