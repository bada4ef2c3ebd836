import { posix } from 'node:path';

import type { Issue } from '../errors/issue.ts';
import { findBootstrapCalls, mayBootstrap, type BootstrapCall, type BootstrapKind } from '../syntax/find-bootstrap-calls.ts';
import { findClasses } from '../syntax/find-class.ts';
import { findLocalImports } from '../syntax/find-local-imports.ts';
import { lineOf } from '../syntax/line-of.ts';
import { findEntryFiles } from './find-entry-files.ts';
import type { RootModule } from './host.ts';
import type { HostFiles } from './host-files.ts';
import type { HostProject } from './host-projects.ts';
import type { HostSources } from './host-sources.ts';

export interface FoundRoots {
  /** What the application's own entry files start, servers first. */
  readonly rootModules: readonly RootModule[];
  /** What other files beside the entry start: workers, command lines, scripts. */
  readonly others: readonly RootModule[];
}

interface Started {
  readonly entry: string;
  readonly rootModules: readonly RootModule[];
}

/** Wrappers around the bootstrap call stand this many imports away from the entry file, at most. */
const maximalDepth = 3;
const maximalFiles = 60;

/** The classes that the entry files of a project hand to Nest. */
export function findRootModules(files: HostFiles, sources: HostSources, project: HostProject): FoundRoots | { readonly issue: Issue } {
  const entries = findEntryFiles(files, project);
  const seen: BootstrapCall[] = [];
  const rootsFrom = (entry: string): readonly RootModule[] => {
    const calls = bootstrapCallsFrom(files, sources, entry);
    seen.push(...calls);
    return toRootModules(calls);
  };
  const started: Started[] = [];
  for (const entry of entries.candidates) {
    const rootModules = rootsFrom(entry);
    if (rootModules.length > 0) started.push({ entry, rootModules });
    if (rootModules.some(({ servesHttp }) => servesHttp)) break;
  }
  // A command line or a script may have the likelier name: jobs belong to what serves.
  const first = started.find(({ rootModules }) => rootModules.some(({ servesHttp }) => servesHttp)) ?? started[0];
  if (first) {
    const beside = entries.beside.filter((file) => file !== first.entry).flatMap((file) => bootstrapCallsIn(files, sources, file));
    const known = new Set(first.rootModules.map(keyOf));
    const others = inOrder([...started.flatMap(({ rootModules }) => rootModules), ...toRootModules(beside)]);
    return { rootModules: first.rootModules, others: others.filter((root) => !known.has(keyOf(root))) };
  }
  // A call that leads to no class is an answer; searching would only find other applications.
  const searched = seen.length === 0 ? entries.search().flatMap(rootsFrom) : [];
  if (searched.length > 0) return { rootModules: inOrder(searched), others: [] };
  return { issue: rootModuleNotFound(entries.candidates, seen, project) };
}

/** The class that `--root-module file#Class` names: one of those known to be started, or any other class of the host. */
export function namedRootModule(
  files: HostFiles,
  sources: HostSources,
  named: string,
  known: readonly RootModule[],
): RootModule | { readonly issue: Issue } {
  const [path = '', className = ''] = named.split('#');
  const file = posix.normalize(path.replaceAll('\\', '/'));
  if (path === '' || className === '') return { issue: invalidRootModule(named, 'it has to be file#Class') };
  if (files.exists(file) !== 'file') return { issue: invalidRootModule(named, `there is no file ${file}`) };
  const source = sources.parse(file);
  const [declaration] = source ? findClasses(source, className) : [];
  if (!declaration) return { issue: invalidRootModule(named, `${file} declares no class ${className}`, file) };
  const line = lineOf(declaration);
  const started = known.find((root) => root.file === file && root.line === line);
  if (started) return started;
  return { file, className, line, kind: 'application', servesHttp: true, evidence: { file, line, what: '--root-module' } };
}

/** The bootstrap calls of an entry file, else of the nearest files it imports that have some. */
function bootstrapCallsFrom(files: HostFiles, sources: HostSources, entry: string): readonly BootstrapCall[] {
  const reached = new Set([entry]);
  let level = [entry];
  for (let depth = 0; depth <= maximalDepth && level.length > 0; depth++) {
    const calls = level.flatMap((file) => bootstrapCallsIn(files, sources, file, [...reached]));
    if (calls.length > 0) return calls;
    level = level
      .flatMap((file) => importedFiles(sources, file))
      .filter((file) => !reached.has(file) && reached.size < maximalFiles && reached.add(file));
  }
  return [];
}

function importedFiles(sources: HostSources, file: string): readonly string[] {
  const source = sources.parse(file);
  return source ? findLocalImports(source, sources.scope) : [];
}

function bootstrapCallsIn(
  files: HostFiles,
  sources: HostSources,
  file: string,
  callers: readonly string[] = [file],
): readonly BootstrapCall[] {
  if (!mayBootstrap.test(files.read(file) ?? '')) return [];
  const source = sources.parse(file);
  const callerSources = callers.map((caller) => sources.parse(caller)).filter((caller) => caller !== null);
  return source ? findBootstrapCalls(source, { ...sources.scope, callers: callerSources }) : [];
}

const kindOrder: readonly BootstrapKind[] = ['application', 'microservice', 'context', 'command'];

/** One entry for each class, under the most server-like of the calls it is given to. */
function toRootModules(calls: readonly BootstrapCall[]): readonly RootModule[] {
  return inOrder(
    calls.flatMap(({ kind, servesHttp, file, line, text, roots: classes }) =>
      classes.map((root) => ({ ...root, kind, servesHttp, evidence: { file, line, what: text } })),
    ),
  );
}

/** What serves HTTP first, command lines and seeders last; each class once. */
function inOrder(roots: readonly RootModule[]): readonly RootModule[] {
  const sorted = roots.toSorted((one, other) => rank(one) - rank(other));
  return sorted.filter((root, index) => sorted.findIndex((other) => keyOf(other) === keyOf(root)) === index);
}

/** What is run once, by the name of its file. */
const script = /(?:^|[/.-])(?:seed\w*|scripts?|migrat\w*|cli|console|commands?|generate\w*)(?=[/.-])/i;

function rank({ kind, servesHttp, className, evidence }: RootModule): number {
  const order = servesHttp ? 0 : 1 + kindOrder.indexOf(kind);
  return order * 4 + (script.test(evidence.file) ? 2 : 0) + (className === 'AppModule' ? 0 : 1);
}

function keyOf({ file, className }: RootModule): string {
  return `${file}#${className}`;
}

function rootModuleNotFound(candidates: readonly string[], seen: readonly BootstrapCall[], project: HostProject): Issue {
  const [call] = seen;
  const [end] = call?.deadEnds ?? [];
  const remedy = 'Name the class that is to import the module: --root-module src/app.module.ts#AppModule.';
  const expected = 'NestFactory.create(AppModule), with a class of this solution';
  if (call) {
    const why = end ? `, and "${end.text}" (${end.file}:${end.line}) cannot be followed to a class of this solution` : '';
    return {
      code: 'root-module-not-found',
      severity: 'error',
      message: `The application is started with ${call.text}${why}.`,
      file: call.file,
      line: call.line,
      expected,
      found: end?.text ?? call.text,
      remedy,
    };
  }
  return {
    code: 'root-module-not-found',
    severity: 'error',
    message:
      candidates.length > 0
        ? `No call of NestFactory was found from ${candidates.slice(0, 3).join(', ')}${candidates.length > 3 ? ', …' : ''}.`
        : `No entry file was found in ${project.sourceRoot}.`,
    ...(candidates[0] !== undefined && { file: candidates[0] }),
    expected,
    remedy,
  };
}

/** `--root-module` that breaks a rule. */
export function invalidRootModule(named: string, rule: string, file?: string): Issue {
  return {
    code: 'invalid-option',
    severity: 'error',
    message: `--root-module ${named}: ${rule}.`,
    ...(file !== undefined && { file }),
    expected: 'file#Class, the file relative to where you are: src/app.module.ts#AppModule',
    found: named,
    remedy: 'Give the file and the class: --root-module src/app.module.ts#AppModule.',
  };
}
