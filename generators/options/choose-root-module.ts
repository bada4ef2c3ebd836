import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import type { RootModule } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';
import { optionTable } from './option-table.ts';
import type { Prompter } from './prompter.ts';

export interface RootModuleChoice {
  /** `file#Class`, the file relative to the host's root. */
  readonly rootModule: string;
  /** What the user has to be told of a choice that nobody made. */
  readonly issues: readonly Issue[];
}

/**
 * Which of the applications the module goes into: the one there is, the one that is chosen, or without anybody to ask the only one that serves
 * HTTP.
 *
 * @param toType a file of the host as the user would type it.
 * @throws IssuesError where there are several and nobody to ask.
 */
export async function chooseRootModule(roots: readonly RootModule[], prompter: Prompter | null, toType: (file: string) => string): Promise<RootModuleChoice> {
  const [only, ...others] = roots;
  if (only && others.length === 0) {
    return { rootModule: nameOf(only), issues: [] };
  }
  if (prompter) {
    const choices = roots.map((root) => ({
      value: nameOf(root),
      label: `${root.className} (${root.servesHttp ? 'HTTP server' : root.kind}), started in ${root.evidence.file}:${root.evidence.line ?? 1}`,
    }));
    const rootModule = await prompter.select({ name: 'rootModule', message: optionTable.rootModule.question, choices, ...(choices[0] && { default: choices[0].value }) });
    return { rootModule, issues: [] };
  }
  const [server, ...moreServers] = roots.filter(({ servesHttp }) => servesHttp);
  if (!server || moreServers.length > 0) {
    throw new IssuesError([ambiguous(roots, toType)]);
  }
  return { rootModule: nameOf(server), issues: [serverChosen(server, roots.filter((root) => root !== server), toType)] };
}

function nameOf(root: RootModule): string {
  return `${root.file}#${root.className}`;
}

function flagFor(root: RootModule, toType: (file: string) => string): string {
  return `--root-module ${toType(root.file)}#${root.className}`;
}

function ambiguous(roots: readonly RootModule[], toType: (file: string) => string): Issue {
  const names = roots.map(nameOf).join(', ');
  const [first] = roots;
  return {
    code: 'root-module-ambiguous',
    severity: 'error',
    message: `Several applications are started here: ${names}.`,
    ...(first && placeOf(first.evidence)),
    expected: 'one root module',
    found: names,
    remedy: `Name one: ${roots.map((root) => flagFor(root, toType)).join(' or ')}`,
  };
}

/** @param others what might have been meant as well. */
function serverChosen(server: RootModule, others: readonly RootModule[], toType: (file: string) => string): Issue {
  return {
    code: 'root-module-chosen',
    severity: 'info',
    message: `Of the applications that are started here ${server.className} was taken, which serves HTTP.`,
    ...placeOf(server.evidence),
    found: [server, ...others].map(nameOf).join(', '),
    remedy: `To take another one: ${others.map((root) => flagFor(root, toType)).join(' or ')}`,
  };
}
