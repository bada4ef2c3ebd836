import pc from 'picocolors';
import type { Evidence, Host } from '../host/host.ts';
import { optionTable } from '../options/option-table.ts';
import { evidenceText } from './evidence-text.ts';

const mongodb = { value: 'mongodb', label: 'MongoDB' };

/** What was found in the host, and where: the answers that need not be asked for. */
export function foundText(host: Host): string {
  const [root] = host.rootModules;
  const database = [...optionTable.database.choices, mongodb].find((choice) => choice.value === host.database?.value)?.label ?? host.database?.value;
  const facts: readonly (readonly [string, string | undefined, Evidence | undefined])[] = [
    ['Nest', host.nest.value, host.nest.evidence],
    ['Root module', root?.className, root?.evidence],
    ['ORM', host.orm?.value, host.orm?.evidence],
    ['Database', database, host.database?.evidence],
    ['Package manager', host.packageManager.value, host.packageManager.evidence],
  ];
  const lines = facts.flatMap(([name, value, evidence]) => (value === undefined || !evidence ? [] : [`  ${name.padEnd(17)}${value}  ${pc.dim(`from ${evidenceText(evidence)}`)}`]));
  return `${pc.bold('Found')}\n${lines.join('\n')}\n`;
}
