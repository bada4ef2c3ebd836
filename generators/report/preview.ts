import { createTwoFilesPatch } from 'diff';
import pc from 'picocolors';
import type { Host } from '../host/host.ts';
import type { Origin, ResolvedOptions } from '../options/add-options.ts';
import { optionTable, type OptionName } from '../options/option-table.ts';
import type { Change, Plan } from '../plan/plan.ts';
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

function optionLines(host: Host, { options, origins }: ResolvedOptions): string[] {
  const shown: readonly (readonly [OptionName, string | null])[] = [
    ['provider', options.provider],
    ['orm', options.orm],
    ['database', options.database],
    ['tablePrefix', options.tablePrefix],
    ['schema', options.schema],
    ['connectionStringName', options.connectionStringName],
    ['applicationName', options.applicationName],
    ['path', options.path],
    ['rootModule', options.rootModule],
  ];
  const lines = shown
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${optionTable[name].flag.padEnd(24)}${value === '' ? '(empty)' : value}${originText(origins[name])}`);
  return [...lines, `${'package manager'.padEnd(24)}${host.packageManager.value}${originText({ from: 'host', evidence: host.packageManager.evidence })}`];
}

function originText(origin: Origin | undefined): string {
  if (!origin || origin.from === 'default') {
    return '';
  }
  if (origin.from !== 'host') {
    return pc.dim(`  (${origin.from})`);
  }
  const { what, file, line } = origin.evidence;
  return pc.dim(`  from ${what} in ${line ? `${file}:${line}` : file}`);
}

function fileLines(changes: readonly Change[]): string[] {
  return changes.map((change) => {
    switch (change.kind) {
      case 'create':
        return `${pc.green('create')} ${change.path} ${pc.dim(change.reason)}`;
      case 'modify':
        return `${pc.yellow('modify')} ${change.path} ${pc.dim(change.reason)}`;
      case 'delete':
        return `${pc.red('delete')} ${change.path} ${pc.dim(change.reason)}`;
    }
  });
}

function diffText(change: Change & { kind: 'modify' }): string {
  const patch = createTwoFilesPatch(change.path, change.path, change.before, change.after, '', '', { context: 2 });
  const lines = patch.split('\n').slice(3, -1);
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
