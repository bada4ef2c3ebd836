import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { execute } from '../../support/run.ts';
import { foldersUpwards, type HostFolders, programOf, readManifest } from './host-folders.ts';
import { lastLines } from './step.ts';

export interface SuiteResult {
  /** Relative to the work tree's root. */
  readonly file: string;
  readonly passed: boolean;
  readonly tests: number;
  /** Names of the tests that failed, or why the suite did not run. */
  readonly failures: readonly string[];
}

export interface TestReport {
  readonly runner: string;
  readonly suites: readonly SuiteResult[];
  /** Whether the runner had to be killed after it had reported. */
  readonly hung: boolean;
}

export interface TestRun {
  /** Environment, as the user's shell would give it. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout: number;
  /** Folder in the work tree: only the suites in it, or all but them. */
  readonly only?: string;
  readonly except?: string;
  /** Options that find suites where the host's configuration does not look, as words of shell. */
  readonly options?: string;
}

interface Runner {
  readonly name: 'jest' | 'vitest';
  /** In a script of package.json, behind what sets the environment. */
  readonly flags: (report: string, run: TestRun) => readonly string[];
}

const runners: readonly Runner[] = [
  {
    name: 'jest',
    flags: (report, { only, except }) => [
      '--json',
      `--outputFile=${report}`,
      '--coverage=false',
      ...(only === undefined ? [] : [`${only}/`]),
      ...(except === undefined ? [] : [`^(?!.*/${except}/)`]),
    ],
  },
  {
    name: 'vitest',
    flags: (report, { only, except }) => [
      '--run',
      '--reporter=json',
      `--outputFile=${report}`,
      '--coverage.enabled=false',
      ...(only === undefined ? [] : [`${only}/`]),
      ...(except === undefined ? [] : [`--exclude=**/${except}/**`]),
    ],
  },
];

/** A script that only runs the runner, with what sets its environment before it. */
const PLAIN_SCRIPT = /^(?:(?:cross-env|env-cmd|dotenv|npx)\s+)?(?:[A-Z_]+=\S+\s+)*(?:node\s+(?:-r\s+\S+\s+|--\S+\s+)*(?:\S*node_modules\/\S*\/))?(jest|vitest)\b[^&|;]*$/;

/**
 * The host's own runner: by its script `test` where that is nothing but the runner, else with the configuration it finds from the application's folder.
 * @returns undefined where the host has none that we know.
 * @throws where there is no report in time.
 */
export async function runTests(folders: HostFolders, run: TestRun): Promise<TestReport | undefined> {
  const found = findRunner(folders);
  if (found === undefined) {
    return undefined;
  }
  const { runner, cwd, line } = found;
  const scratch = await mkdtemp(join(tmpdir(), 'abp-background-jobs-report-'));
  try {
    const report = join(scratch, 'report.json');
    const flags = runner.flags(report, fromFolder(run, folders.root, cwd)).map((flag) => `'${flag}'`).join(' ');
    const path = [...foldersUpwards(folders).map((folder) => join(folder, 'node_modules/.bin')), process.env['PATH'] ?? ''].join(delimiter);
    const { exitCode, stdout, stderr } = await execute('sh', ['-c', `export PATH='${path}'; ${line} ${flags} ${run.options ?? ''}`], { cwd, env: { CI: '1', ...run.env }, timeout: run.timeout });
    if (!existsSync(report)) {
      throw new Error(`${line}: ${exitCode === null ? `killed after ${run.timeout / 1000} s` : `exit code ${exitCode}, no report`}\n${lastLines(`${stdout}\n${stderr}`)}`);
    }
    return { runner: runner.name, suites: readReport(readFileSync(report, 'utf8'), folders.root), hung: exitCode === null };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Vitest takes folders from where it runs. */
function fromFolder(run: TestRun, root: string, cwd: string): TestRun {
  const { only, except, ...others } = run;
  const path = (folder: string): string => relative(cwd, join(root, folder)).replaceAll('\\', '/');
  return { ...others, ...(only !== undefined && { only: path(only) }), ...(except !== undefined && { except: path(except) }) };
}

function findRunner(folders: HostFolders): { readonly runner: Runner; readonly cwd: string; readonly line: string } | undefined {
  for (const folder of foldersUpwards(folders)) {
    const script = readManifest(folder)?.scripts?.['test']?.trim() ?? '';
    const name = PLAIN_SCRIPT.exec(script)?.[1];
    const runner = runners.find((candidate) => candidate.name === name && programOf(folders, candidate.name) !== undefined);
    if (runner !== undefined && !/\s\.?\/?\w+\/\w+\s/.test(script)) {
      return { runner, cwd: folder, line: script };
    }
  }
  for (const runner of runners.toReversed()) {
    const names = ['js', 'ts', 'cjs', 'mjs', 'mts', 'json'].map((extension) => `${runner.name}.config.${extension}`);
    const cwd = foldersUpwards(folders).find((folder) => names.some((name) => existsSync(join(folder, name))) || (runner.name === 'jest' && readManifest(folder)?.jest !== undefined));
    if (cwd !== undefined && programOf(folders, runner.name) !== undefined) {
      return { runner, cwd, line: runner.name };
    }
  }
  return undefined;
}

interface JsonReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages?: readonly string[] }[];
  }[];
}

function readReport(text: string, root: string): readonly SuiteResult[] {
  return (JSON.parse(text) as JsonReport).testResults.map(({ name, status, message = '', assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    const whole = status === 'passed' || failed.length > 0 ? [] : [withoutColours(message).slice(0, 1200)];
    return {
      file: relative(root, name),
      passed: status === 'passed',
      tests: assertionResults.length,
      failures: [...failed.map(({ fullName, failureMessages = [] }) => `${fullName}: ${withoutColours(failureMessages[0] ?? '').slice(0, 600)}`), ...whole],
    };
  });
}

function withoutColours(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/\u001B\[[\d;]*m/g, '');
}
