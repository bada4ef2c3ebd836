import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import type { RootModule } from '../host/host.ts';
import { optionTable } from './option-table.ts';
import type { Prompter } from './prompter.ts';

/**
 * Which of the applications the module goes into, as `file#Class`.
 * @throws IssuesError where there are several and nobody to ask.
 */
export async function chooseRootModule(roots: readonly RootModule[], prompter: Prompter | null): Promise<string> {
  const [only, ...others] = roots;
  if (only && others.length === 0) {
    return nameOf(only);
  }
  if (!prompter) {
    throw new IssuesError([ambiguous(roots)]);
  }
  const choices = roots.map((root) => ({
    value: nameOf(root),
    label: `${root.className} (${root.kind}), started in ${root.evidence.file}:${root.evidence.line ?? 1}`,
  }));
  return prompter.select({ name: 'rootModule', message: optionTable.rootModule.question, choices, ...(choices[0] && { default: choices[0].value }) });
}

function nameOf(root: RootModule): string {
  return `${root.file}#${root.className}`;
}

function ambiguous(roots: readonly RootModule[]): Issue {
  const names = roots.map(nameOf).join(', ');
  const [first] = roots;
  return {
    code: 'root-module-ambiguous',
    severity: 'error',
    message: `Several applications are started here: ${names}.`,
    ...(first && { file: first.evidence.file, line: first.evidence.line ?? 1 }),
    expected: 'one root module',
    found: names,
    remedy: `Name one: ${roots.map((root) => `--root-module ${nameOf(root)}`).join(' or ')}`,
  };
}
