import type { Issue } from '../errors/issue.ts';
import { formatterRows } from '../format/formatter-rows.ts';
import type { FormatterProblem } from '../format/host-formatter.ts';
import type { Host } from '../host/host.ts';
import { commandsOf } from '../host/package-managers.ts';
import { shellWord } from './shell-word.ts';

/**
 * What the host's formatter could not do, as the user is told of it.
 * @param written folders and files that were created; the command is to be run over them.
 */
export function formatterIssue(problem: FormatterProblem, host: Host, written: readonly string[]): Issue {
  const { title, command } = formatterRows[host.formatter?.value ?? 'prettier'];
  const line = [...commandsOf(host.packageManager.value).exec, ...command, ...written.map(shellWord)].join(' ');
  switch (problem.kind) {
    case 'not-installed':
      return warning(`${title} is not installed, so created files come as near to its format as we know it.`, `Once it is installed, run: ${line}`);
    case 'configuration':
      return warning(`${title}'s configuration could not be read (${problem.reason}), so created files have the style of the root module.`, `Once it can be read, run: ${line}`);
    case 'plugins':
      return warning(`${title}'s plugins do not work (${problem.reason}), so created files are formatted without them.`, `Once they work, run: ${line}`);
    case 'files': {
      const [path = ''] = problem.paths;
      const more = problem.paths.length > 1 ? ` and ${problem.paths.length - 1} more` : '';
      return { ...warning(`${title} could not format ${path}${more}: ${problem.reason}`, `Once it can, run: ${line}`), file: path };
    }
    default:
      return problem satisfies never;
  }
}

function warning(message: string, remedy: string): Issue {
  return { code: 'formatter-failed', severity: 'warning', message, remedy };
}
