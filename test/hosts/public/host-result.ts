import type { After } from './check-after.ts';
import type { Before } from './check-before.ts';
import type { HostRow } from './host-row.ts';
import { refusals } from './refusals.ts';

/** One line of the results. */
export interface HostResult {
  readonly key: string;
  readonly row: Pick<HostRow, 'repo' | 'commit' | 'app' | 'flags'>;
  /** The generator that was run. */
  readonly generator: string;
  /** The commit it was at; a plus sign behind it where files were edited since. */
  readonly commit?: string;
  readonly verdict: Verdict;
  readonly before: Before;
  readonly after: After;
  readonly seconds: number;
}

export type Verdict =
  /** Nothing new fails. */
  | { readonly kind: 'green' }
  /** Refused for a reason of the table. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Not to be judged: the host cannot be installed here. */
  | { readonly kind: 'unusable'; readonly why: string }
  | { readonly kind: 'failed'; readonly what: readonly string[] };

export function judge(before: Before, after: After): Verdict {
  if (!before.install.done) {
    return { kind: 'unusable', why: before.install.why };
  }
  if (!after.add.done) {
    return { kind: 'failed', what: [`add: ${after.add.why}`] };
  }
  const { status, issues } = after.add.found;
  if (status !== 'done') {
    const errors = issues.filter(({ severity }) => severity === 'error');
    const known = errors.find(({ code }) => code in refusals);
    return status === 'refused' && known !== undefined && errors.every(({ code }) => code in refusals)
      ? { kind: 'refused', code: known.code, message: known.message }
      : { kind: 'failed', what: [`add: ${status}: ${errors.map(({ code, message }) => `${code} ${message}`).join('; ')}`] };
  }
  const what = failuresOf(before, after);
  return what.length === 0 ? { kind: 'green' } : { kind: 'failed', what };
}

function failuresOf(before: Before, { install, typeCheck, lint, format, emittedTests, hostTests, again }: After): readonly string[] {
  const what: string[] = [];
  const say = (step: string, text: string): unknown => what.push(`${step}: ${text}`);
  if (install?.done === false) {
    // What else fails, fails for that.
    return [`install: ${install.why}`];
  }
  if (typeCheck?.done === false && before.typeCheck.done) say('types', typeCheck.why);
  if (typeCheck?.done === true && typeCheck.found.newErrors.length > 0) say('types', `${typeCheck.found.newErrors.length} new errors`);
  if (typeCheck?.done === true && !typeCheck.found.isCovered) say('types', 'the emitted files are not part of the program');
  if (lint?.done === false && before.lint.done) say('lint', lint.why);
  if (lint?.done === true && lint.found !== null && lint.found.newErrors.length > 0) say('lint', `${lint.found.newErrors.length} new errors`);
  if (format?.done === true && format.found !== null && format.found.different.length > 0) say('format', `${format.found.different.length} files differ`);
  // A runner that reports nothing of the host's own tests has none of ours either, unless there were no tests.
  const isRunnerBroken = !before.tests.done && /no report/.test(before.tests.why) && !/No tests? (files )?found/i.test(before.tests.why);
  if (emittedTests?.done === false && !isRunnerBroken) say('tests', emittedTests.why);
  if (emittedTests?.done === true && emittedTests.found !== null) {
    const { passed, suites, hung } = emittedTests.found;
    if (passed < suites) say('tests', `${suites - passed} of ${suites} emitted suites fail`);
    if (hung) say('tests', 'the runner does not end');
  }
  if (hostTests?.done === false) say('host tests', hostTests.why);
  if (hostTests?.done === true && hostTests.found !== null && hostTests.found.newFailures.length > 0) say('host tests', `${hostTests.found.newFailures.length} new failures`);
  if (again?.done === false) say('again', again.why);
  if (again?.done === true && again.found.status !== 'nothing-to-do') say('again', `${again.found.status}: ${again.found.changes.join(', ')}`);
  return what;
}

/** The failures that the promise names: new type errors, new lint errors, emitted suites. */
export function keepsPromise({ verdict }: HostResult): boolean {
  return verdict.kind === 'green' || (verdict.kind === 'failed' && !verdict.what.some((text) => /^(add|install|types|lint|tests): /.test(text)));
}
