import { posix } from 'node:path';

import type { Issue } from '../errors/issue.ts';
import { findBuild } from './build/find-build.ts';
import { buildFolders } from './build-folders.ts';
import { chooseProjects } from './choose-projects.ts';
import { diskHostFiles } from './disk-host-files.ts';
import { findDamagedManifest } from './find-damaged-manifest.ts';
import { compilesForNode, findModuleFormat } from './find-module-format.ts';
import { findPackageManager } from './find-package-manager.ts';
import { findPackagesFolder } from './find-packages-folder.ts';
import { findPersistence } from './find-persistence.ts';
import { findPrintWidth } from './find-print-width.ts';
import { findRootModules, namedRootModule, type FoundRoots } from './find-root-modules.ts';
import { findScriptBan } from './find-script-ban.ts';
import { findSourceRoot } from './find-source-root.ts';
import { findSpecifierExtension } from './find-specifier-extension.ts';
import { findTestPatterns } from './find-test-patterns.ts';
import { readRunnerConfig } from './read-runner-config.ts';
import { fakesTimers } from './fakes-timers.ts';
import { findTool } from './find-tool.ts';
import { findVersion } from './find-version.ts';
import type { Host, RootModule } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { hostManifest } from './host-manifest.ts';
import { hostProjects, type HostProject } from './host-projects.ts';
import { hostSources, type HostSources } from './host-sources.ts';
import { locateHost, type OpenHostFiles } from './locate-host.ts';
import { readJson } from './read-json.ts';
import { stringRecord } from './records.ts';
import { formatters, linters, testRunners } from './tool-kinds.ts';

export interface HostRequest {
  /** Absolute path of the folder to start from. */
  readonly cwd: string;
  /** Project of the Nest CLI or Nx. */
  readonly project?: string;
  /** `file#Class`, the file relative to the host's root. */
  readonly rootModule?: string;
}

export type Inspection = { readonly kind: 'found'; readonly host: Host } | { readonly kind: 'refused'; readonly issues: readonly Issue[] };

/**
 * What the host is. Reads only files that the way from the entry file to the root module and on to the ORM's configuration leads
 * through. With several root modules the facts are those of the first: inspect again with the one that was chosen.
 */
export function inspectHost(request: HostRequest, open: OpenHostFiles = diskHostFiles): Inspection {
  const located = locateHost(request.cwd, request.project, open);
  if ('issue' in located) return refused([located.issue]);
  const { root } = located;
  const files = open(root);
  const damaged = findDamagedManifest(files);
  if (damaged) return refused([damaged]);
  const sources = hostSources(files);
  const projects = hostProjects(files);
  const chosen = chooseProjects(projects, { root, ...request });
  if ('issue' in chosen) return refused([chosen.issue]);

  const applications = chosen.map((project) => ({ project, roots: rootsOf(files, sources, project, request.rootModule) }));
  const started = applications.filter((application): application is Application => 'rootModules' in application.roots);
  const [first] = started;
  const [rootModule] = first?.roots.rootModules ?? [];
  if (!first || !rootModule) {
    return refused(applications.map(({ roots }) => ('issue' in roots ? roots.issue : null)).filter((issue) => issue !== null));
  }
  const facts = factsOf(files, sources, first.project, rootModule);
  if (!facts) return refused([withoutNest(root)]);
  const host: Host = {
    root,
    ...facts,
    rootModules: started.flatMap(({ roots }) => roots.rootModules),
    otherRootModules: started.flatMap(({ roots }) => roots.others),
    project: first.project.name,
    projects: projects.map(({ name }) => name).filter((name) => name !== null),
  };
  return { kind: 'found', host };
}

interface Application {
  readonly project: HostProject;
  readonly roots: FoundRoots;
}

function rootsOf(
  files: HostFiles,
  sources: HostSources,
  project: HostProject,
  named: string | undefined,
): FoundRoots | { readonly issue: Issue } {
  const found = findRootModules(files, sources, project);
  if (named === undefined) return found;
  const known = 'issue' in found ? [] : [...found.rootModules, ...found.others];
  const rootModule = namedRootModule(files, sources, named, known);
  return 'issue' in rootModule ? rootModule : { rootModules: [rootModule], others: [] };
}

type Facts = Omit<Host, 'root' | 'rootModules' | 'otherRootModules' | 'project' | 'projects'>;

function factsOf(files: HostFiles, sources: HostSources, project: HostProject, rootModule: RootModule): Facts | null {
  const folder = posix.dirname(rootModule.file);
  const manifest = hostManifest(files, folder);
  const nest = findVersion(files, folder, '@nestjs/core');
  if (!manifest || !nest) return null;
  const moduleFormat = findModuleFormat(files, rootModule.file);
  const sourceFact = findSourceRoot(project, rootModule);
  const sourceRoot = sourceFact.value;
  const testRunner = findTool(files, project.folder, testRunners);
  const runnerConfig = testRunner && readRunnerConfig(files, sources, testRunner);
  const formatter = findTool(files, project.folder, formatters);
  const packageManager = findPackageManager(files, posix.dirname(manifest.path));
  const build = findBuild(files, { project, manifest, packageManager: packageManager.value, entryFile: rootModule.evidence.file });
  const built = buildFolders(files, { sourceRoot, rootModule, manifest, build });
  return {
    manifest,
    scripts: stringRecord(readJson(files, 'package.json')?.get('scripts')),
    packageManager,
    scriptBan: findScriptBan(files, posix.dirname(manifest.path)),
    moduleFormat,
    compilesForNode: compilesForNode(files, rootModule.file),
    packagesFolder: findPackagesFolder(files),
    specifierExtension: findSpecifierExtension(files, sources, [rootModule.file, rootModule.evidence.file], moduleFormat.value),
    nest,
    typescript: findVersion(files, folder, 'typescript'),
    sourceRoot: sourceFact,
    build,
    buildFolders: built,
    testRunner,
    testPatterns: runnerConfig && findTestPatterns(runnerConfig),
    fakesTimers: runnerConfig !== null && fakesTimers(runnerConfig),
    linter: findTool(files, project.folder, linters),
    formatter,
    printWidth: findPrintWidth(files, formatter),
    ...findPersistence({ files, sources, manifest, sourceRoot, buildFolders: built, rootModule }),
  };
}

function refused(issues: readonly Issue[]): Inspection {
  return { kind: 'refused', issues };
}

function withoutNest(root: string): Issue {
  return {
    code: 'no-nest-host',
    severity: 'error',
    message: `${root} configures the Nest CLI, but no package.json at or above the root module declares @nestjs/core.`,
    expected: '@nestjs/core in the dependencies',
    remedy: 'Declare @nestjs/core, or start from the folder that does with --cwd.',
  };
}
