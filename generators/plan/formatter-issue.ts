import type { Issue } from '../errors/issue.ts';
import type { FormatterProblem } from '../host/load-formatter.ts';

/** What the host's formatter could not do, as the user is told of it. */
export function formatterIssue(problem: FormatterProblem): Issue {
  const remedy = "Once it works, run the host's formatter over the created files.";
  switch (problem.kind) {
    case 'configuration':
      return warning(
        `Prettier's configuration could not be read (${problem.reason}), so created files have the style of the root module.`,
        remedy,
      );
    case 'plugins':
      return warning(`Prettier's plugins do not work (${problem.reason}), so created files are formatted without them.`, remedy);
    case 'files': {
      const [path = ''] = problem.paths;
      const more = problem.paths.length > 1 ? ` and ${problem.paths.length - 1} more` : '';
      return { ...warning(`Prettier could not format ${path}${more}: ${problem.reason}`, remedy), file: path };
    }
    default:
      return problem satisfies never;
  }
}

function warning(message: string, remedy: string): Issue {
  return { code: 'formatter-failed', severity: 'warning', message, remedy };
}
