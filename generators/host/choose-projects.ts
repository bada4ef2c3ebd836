import { posix, relative, sep } from 'node:path';

import type { Issue } from '../errors/issue.ts';
import type { HostProject } from './host-projects.ts';

export interface ProjectChoice {
  readonly root: string;
  readonly cwd: string;
  readonly project?: string;
  readonly rootModule?: string;
}

/** The projects a request is about: the one it names, else the one its root module or its folder lies in, else all of them. */
export function chooseProjects(
  projects: readonly HostProject[],
  choice: ProjectChoice,
): readonly HostProject[] | { readonly issue: Issue } {
  const { project: name, rootModule } = choice;
  const containing = (path: string): readonly HostProject[] =>
    projects
      .filter(({ folder }) => folder === '.' || path === folder || path.startsWith(`${folder}/`))
      .toSorted((one, other) => other.folder.length - one.folder.length);
  if (name !== undefined) {
    const named = projects.filter((project) => project.name === name);
    // `--project` may also have named the folder that became the host.
    const isHost = projects.length === 1 && posix.basename(choice.root.split(sep).join('/')) === name;
    return named.length > 0 || isHost ? (named.length > 0 ? named : projects) : { issue: unknownProject(name, projects) };
  }
  const path = rootModule?.split('#')[0] ?? relative(choice.root, choice.cwd).split(sep).join('/');
  const [nearest] = path === '' ? [] : containing(posix.normalize(path));
  return nearest ? [nearest] : projects;
}

function unknownProject(name: string, projects: readonly HostProject[]): Issue {
  const names = projects.map((project) => project.name).filter((known) => known !== null);
  return {
    code: 'invalid-option',
    severity: 'error',
    message:
      names.length > 0 ? `--project ${name}: there is no application of that name.` : `--project ${name}: this solution has no projects.`,
    ...(names.length > 0 && { expected: names.join(', ') }),
    found: name,
    remedy: names.length > 0 ? `Name one that exists: --project ${names[0]}.` : 'Leave --project out.',
  };
}
