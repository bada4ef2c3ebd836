import { type HostResult, keepsPromise } from './host-result.ts';
import type { Step } from './step.ts';

const HEAD = ['host', 'Nest', 'TypeScript', 'target', 'strictness', 'ORM, database', 'runner', 'types', 'lint', 'format', 'emitted suites', 'host tests', 'again', 'seconds', 'verdict'];

/** A Markdown table, a line a host, and what it sums up to. */
export function resultsTable(results: readonly HostResult[]): string {
  const rows = results.toSorted((a, b) => a.key.localeCompare(b.key)).map((result) => cells(result));
  return [HEAD, HEAD.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).concat('', summary(results)).join('\n');
}

export function summary(results: readonly HostResult[]): string {
  const count = (kind: HostResult['verdict']['kind']): number => results.filter(({ verdict }) => verdict.kind === kind).length;
  const judged = results.filter(({ verdict }) => verdict.kind === 'green' || verdict.kind === 'failed');
  const kept = judged.filter(keepsPromise).length;
  const percent = judged.length === 0 ? 0 : (100 * kept) / judged.length;
  return `${results.length} hosts: ${count('green')} green, ${count('failed')} with something new that fails, ${count('refused')} refused with a reason, ${count('unusable')} that cannot be installed here. ` +
    `No new type error, no new lint error, all emitted suites passed: ${kept} of ${judged.length} (${percent.toFixed(0)} %).`;
}

function cells({ key, before, after, verdict, seconds }: HostResult): readonly string[] {
  const { versions, typeCheck, tests } = before;
  const added = after.add.done ? after.add.found : undefined;
  const checked = typeCheck.done ? typeCheck.found : undefined;
  return [
    key,
    versions['@nestjs/core'] ?? '',
    versions['typescript'] ?? '',
    checked?.target ?? '',
    checked?.strictness ?? '',
    [added?.host?.orm, added?.options.database ?? added?.options.driver].filter(Boolean).join(', '),
    tests.done ? (tests.found?.runner ?? 'none') : `${versions['vitest'] === undefined ? 'jest' : 'vitest'} (own tests do not end)`,
    show(after.typeCheck, ({ newErrors }) => `${newErrors.length} new (${checked?.errors.length ?? '?'} before)`),
    before.lint.done ? show(after.lint, (found) => (found === null ? 'none' : `${newCount(found.newErrors)} new, ${newCount(found.newWarnings)} warnings`)) : 'does not run',
    show(after.format, (found) => (found === null ? 'none' : `${found.different.length} differ`)),
    show(after.emittedTests, (found) => (found === null ? 'none' : `${found.passed}/${found.suites}`)),
    show(after.hostTests, (found) => (found === null ? 'none' : `${found.newFailures.length} new`)),
    show(after.again, ({ status }) => status),
    seconds.toFixed(0),
    verdictText(verdict),
  ].map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' '));
}

const newCount = (texts: readonly string[]): number => texts.length;

function show<T>(step: Step<T> | undefined, text: (found: T) => string): string {
  return step === undefined ? '' : step.done ? text(step.found) : 'not done';
}

function verdictText(verdict: HostResult['verdict']): string {
  switch (verdict.kind) {
    case 'green':
      return 'green';
    case 'refused':
      return `refused: ${verdict.code}: ${verdict.message}`;
    case 'unusable':
      return `unusable: ${verdict.why.slice(0, 120)}`;
    case 'failed':
      return `**failed**: ${verdict.what.map((text) => text.slice(0, 160)).join('; ')}`;
    default:
      throw new TypeError(`Unknown verdict: ${verdict satisfies never}`);
  }
}
