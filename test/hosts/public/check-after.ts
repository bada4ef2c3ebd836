import { join, relative } from 'node:path';
import { type AddDocument, addToHost } from './add-to-host.ts';
import type { Before } from './check-before.ts';
import { checkFormat, type FormatReport } from './format-check.ts';
import type { HostFolders } from './host-folders.ts';
import type { HostRow } from './host-row.ts';
import { runTests } from './host-tests.ts';
import { type Installed, installAdded } from './install.ts';
import { lint, newFindings } from './lint.ts';
import { provideNativeDrivers } from './native-drivers.ts';
import { LIMITS, step, type Step } from './step.ts';
import { typeCheck } from './type-check.ts';

/** What `add` did to a host; a step is done where it could be done, and finds what is new and wrong. */
export interface After {
  readonly add: Step<Pick<AddDocument, 'status' | 'exitCode' | 'options' | 'host' | 'issues' | 'next'> & { readonly created: number; readonly modified: readonly string[] }>;
  readonly install?: Step<Installed>;
  readonly typeCheck?: Step<{ readonly newErrors: readonly string[]; readonly isCovered: boolean }>;
  readonly lint?: Step<{ readonly newErrors: readonly string[]; readonly newWarnings: readonly string[] } | null>;
  readonly format?: Step<FormatReport | null>;
  readonly emittedTests?: Step<EmittedTests | null>;
  readonly hostTests?: Step<{ readonly newFailures: readonly string[] } | null>;
  readonly again?: Step<{ readonly status: string; readonly changes: readonly string[] }>;
}

export interface EmittedTests {
  /** Suites that were written. */
  readonly suites: number;
  readonly passed: number;
  readonly tests: number;
  /** What failed, and suites that the host's runner does not find. */
  readonly failures: readonly string[];
  readonly hung: boolean;
}

/** Where the emitted suites find a server. */
export interface TestServers {
  postgres(name: string): Promise<string>;
  mongodb(name: string): Promise<string>;
}

/** Adds the module to an installed host, and finds what fails that did not before. */
export async function checkAfter(row: HostRow, folders: HostFolders, before: Before, servers: TestServers): Promise<After> {
  let document: AddDocument | undefined;
  const add = await step(async () => {
    const { status, exitCode, options, host, issues, next, changes } = (document = await addToHost(folders, row));
    const modified = changes.filter(({ kind }) => kind === 'modify').map(({ path }) => path);
    return { status, exitCode, options, host, issues, next, created: changes.length - modified.length, modified };
  });
  if (document?.status !== 'done') {
    return { add };
  }
  // Paths of the document are relative to the host's root, which may lie below the work tree's.
  const { changes, options, host, issues } = document;
  const inTree = (path: string): string => relative(folders.root, join(host?.root ?? folders.root, path));
  const created = changes.filter(({ kind }) => kind === 'create').map(({ path }) => inTree(path));
  const modified = changes.filter(({ kind }) => kind === 'modify').map(({ path }) => inTree(path));
  const folder = inTree(options.path ?? 'src/background-jobs');

  const install = await step(() => installAdded(folders));
  await step(() => provideNativeDrivers(folders));
  return {
    add,
    install,
    typeCheck: await step(async () => {
      const { errors, files } = await typeCheck(folders);
      return { newErrors: newOf(before.typeCheck.done ? before.typeCheck.found.errors : [], errors), isCovered: files.some((file) => file.startsWith(`${folder}/`)) };
    }),
    lint: await step(async () => {
      const source = [...created, ...modified].filter((file) => /\.[cm]?ts$/.test(file));
      const report = before.lint.done && before.lint.found === null ? undefined : await lint(folders, source);
      const known = before.lint.done ? before.lint.found : null;
      return report === undefined ? null : { newErrors: newFindings(known?.errors ?? [], report.errors), newWarnings: newFindings(known?.warnings ?? [], report.warnings) };
    }),
    format: await step(async () => (await checkFormat(folders, created)) ?? null),
    emittedTests: await step(() => runEmittedTests(folders, folder, created.filter((file) => /\.spec\.[cm]?ts$/.test(file)), options, row, { servers, options: printedOptions(issues) })),
    hostTests: await step(() => runHostTests(folders, folder, before)),
    again: await step(async () => {
      const second = await addToHost(folders, row);
      return { status: second.status, changes: second.changes.map(({ path }) => path) };
    }),
  };
}

/** Of the line that runs the suites where the host's configuration does not look for them, as it is printed. */
function printedOptions(issues: AddDocument['issues']): string | undefined {
  const remedy = issues.find(({ code }) => code === 'tests-out-of-sight')?.remedy ?? '';
  return /^Run them by .*?(--roots .*), or add /.exec(remedy)?.[1];
}

interface EmittedRun {
  readonly servers: TestServers;
  readonly options: string | undefined;
}

async function runEmittedTests(folders: HostFolders, folder: string, specs: readonly string[], options: AddDocument['options'], { repo }: HostRow, { servers, options: printed }: EmittedRun): Promise<EmittedTests | null> {
  if (specs.length === 0) {
    return null;
  }
  const env: Record<string, string> = {};
  if (options.provider === 'mongodb') {
    env['ConnectionStrings__AbpBackgroundJobsTest'] = await servers.mongodb(repo);
  } else if (options.database === 'postgres') {
    env['ConnectionStrings__AbpBackgroundJobsTest'] = await servers.postgres(repo);
  }
  const report = await runTests(folders, { env, timeout: LIMITS.emittedTests, only: folder, ...(printed !== undefined && { options: printed }) });
  const suites = (report?.suites ?? []).filter(({ file }) => specs.includes(file));
  return {
    suites: specs.length,
    passed: suites.filter(({ passed }) => passed).length,
    tests: suites.reduce((sum, { tests }) => sum + tests, 0),
    failures: specs.flatMap((spec) => {
      const suite = suites.find(({ file }) => file === spec);
      return suite === undefined ? [`${spec}: not found by the runner`] : suite.failures.map((failure) => `${spec}: ${failure}`);
    }),
    hung: report?.hung ?? false,
  };
}

/** Only where it was worth something before. */
async function runHostTests(folders: HostFolders, folder: string, before: Before): Promise<{ readonly newFailures: readonly string[] } | null> {
  const known = before.tests.done ? before.tests.found : null;
  if (known === null || !known.suites.some(({ passed }) => passed)) {
    return null;
  }
  const report = await runTests(folders, { timeout: LIMITS.hostTests, except: folder });
  const passing = new Set(known.suites.filter(({ passed }) => passed).map(({ file }) => file));
  return { newFailures: (report?.suites ?? []).filter(({ file, passed }) => !passed && passing.has(file)).flatMap(({ file, failures }) => failures.map((failure) => `${file}: ${failure}`)) };
}

function newOf(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = new Set(before);
  return after.filter((text) => !known.has(text));
}
