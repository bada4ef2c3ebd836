import { posix } from 'node:path';

import type { Issue } from '../errors/issue.ts';
import type { Host, TestRunner } from '../host/host.ts';
import type { HostFiles } from '../host/host-files.ts';
import { matchesTestPatterns } from '../host/matches-test-patterns.ts';
import { commandsOf } from '../host/package-managers.ts';
import { placeOf } from '../host/place-of.ts';
import { templateTestEnding } from '../templates/template-rules.ts';

/** How hosts call their tests, the commonest first. */
const endings = [templateTestEnding, '.test.ts', '.unit.spec.ts', '.unit.test.ts', '.unit-spec.ts', '-spec.ts', '-test.ts', '.e2e-spec.ts', '.e2e-test.ts', '.e2e.ts'];

export interface TestNaming {
  readonly ending: string;
  readonly issues: readonly Issue[];
}

/**
 * How the emitted tests are named so that the host's runner finds them; where no name makes it find them, as the templates name them, with how
 * they are run.
 * @param path of the module's folder.
 * @param tests where they are below it, without an ending.
 */
export function chooseTestEnding(host: Host, files: Pick<HostFiles, 'root'>, path: string, tests: readonly string[]): TestNaming {
  const { testPatterns: patterns, testRunner } = host;
  if (patterns === null || testRunner === null) {
    return { ending: templateTestEnding, issues: [] };
  }
  const finds = (ending: string): boolean => tests.every((test) => matchesTestPatterns(patterns, files, `${path}/${test}${ending}`));
  const ending = endings.find(finds);
  return ending === undefined ? { ending: templateTestEnding, issues: [outOfSight(host, files, path, testRunner)] } : { ending, issues: [] };
}

function outOfSight(host: Host, files: Pick<HostFiles, 'root'>, path: string, runner: NonNullable<Host['testRunner']>): Issue {
  const tests = `${path}/**/*${templateTestEnding}`;
  const command = jestCommand(host, files, path, runner.value);
  return {
    code: 'tests-out-of-sight',
    severity: 'warning',
    message: `What ${runner.value} takes for tests leaves out ${path}, whatever the files there are called.`,
    ...placeOf(runner.evidence),
    expected: `a pattern that finds ${tests}`,
    remedy: `${command === null ? 'Add' : `Run them by ${command}, or add`} ${tests} to what the configuration of ${runner.value} finds.`,
  };
}

/** Jest takes patterns on its command line too, for all but the projects of a configuration that has several. */
function jestCommand({ testPatterns, scripts, packageManager }: Host, { root }: Pick<HostFiles, 'root'>, path: string, runner: TestRunner): string | null {
  const [patterns, ...others] = testPatterns ?? [];
  if (runner !== 'jest' || patterns === undefined || others.length > 0) {
    return null;
  }
  const { run, exec } = commandsOf(packageManager.value);
  const start = 'test' in scripts ? [...run, 'test', ...(packageManager.value === 'npm' ? ['--'] : [])] : [...exec, 'jest'];
  const found = patterns.tests.kind === 'regex' ? "--testRegex '\\.spec\\.ts$'" : "--testMatch '**/*.spec.ts'";
  // Before the patterns: of an option with several values Jest takes all that follow.
  return [...start, `--roots '<rootDir>/${posix.relative(patterns.rootDir, posix.resolve(root, path))}'`, "--testPathIgnorePatterns '/node_modules/'", found].join(' ');
}
