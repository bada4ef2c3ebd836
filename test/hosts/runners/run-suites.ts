import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execute, type Finished, tail } from '../../support/run.ts';

/** What both runners' JSON reports hold. */
interface Report {
  readonly testResults: readonly Suite[];
}

interface Suite {
  /** Path of its file. */
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly message: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] | null }[];
}

export interface Suites {
  /** Paths of the files that have tests, all of which passed. */
  readonly passed: readonly string[];
  /** What failed, and what is wrong with how the runner ended; a text each; what is skipped is told as what fails. */
  readonly faults: readonly string[];
}

/** What the runners print where a suite left something open. */
const leftOpen = /A worker process has failed to exit gracefully|did not exit one second after|has prevented Jest from exiting|close timed out after|ReferenceError: You are trying to .* after the Jest environment has been torn down|Cannot log after tests are done/;

/**
 * Runs the suites of a host.
 * @param test what Node is given: Jest or Vitest, and their arguments.
 */
export async function runSuites(root: string, test: readonly string[], env: Readonly<Record<string, string>>): Promise<Suites> {
  const file = join(root, 'report.json');
  await rm(file, { force: true });
  const reporters = test.some((argument) => argument.includes('vitest')) ? ['--reporter=default', '--reporter=json'] : ['--json'];
  const finished = await execute(process.execPath, [...test, ...reporters, `--outputFile=${file}`], { cwd: root, env, timeout: 300_000 });
  return suitesOf(root, await readFile(file, 'utf8').catch(() => null), finished);
}

function suitesOf(root: string, text: string | null, { command, exitCode, stdout, stderr }: Finished): Suites {
  const output = tail(`${stdout}\n${stderr}`);
  if (text === null) {
    return { passed: [], faults: [`${command} exited with ${exitCode} and made no report:\n${output}`] };
  }
  const suites = (JSON.parse(text) as Report).testResults.map((suite) => ({ path: suite.name.slice(root.length + 1), faults: faultsOf(suite) }));
  const faults = suites.flatMap(({ path, faults: own }) => own.map((fault) => `${path}: ${fault}`));
  const isClean = !leftOpen.test(`${stdout}\n${stderr}`) && (exitCode === 0 || faults.length > 0);
  return { passed: suites.filter((suite) => suite.faults.length === 0).map(({ path }) => path), faults: isClean ? faults : [...faults, `${command} exited with ${exitCode}:\n${output}`] };
}

function faultsOf({ status, message, assertionResults }: Suite): readonly string[] {
  const tests = assertionResults.filter((test) => test.status !== 'passed').map((test) => `${test.fullName} ${test.status}\n${(test.failureMessages ?? []).join('\n')}`);
  // A file that cannot be loaded has no test.
  return tests.length > 0 || (status === 'passed' && assertionResults.length > 0) ? tests : [message];
}
