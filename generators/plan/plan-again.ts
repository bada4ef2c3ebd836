import type { Issue } from '../errors/issue.ts';
import { importedFiles } from '../host/imported-files.ts';
import type { AddOptions } from '../options/add-options.ts';
import { optionTable } from '../options/option-table.ts';
import { chooseConnection, type Connection } from './choose-connection.ts';
import type { Telemetry } from './choose-telemetry.ts';
import { dependenciesFor } from './dependency-catalogue.ts';
import { findImporter } from './find-importer.ts';
import type { InstalledModule } from './installed-module.ts';
import { formatterFor } from './formatter-for.ts';
import { formatterIssue } from './formatter-issue.ts';
import { keepFormatted } from './keep-formatted.ts';
import { extendManifest } from './manifest-change.ts';
import { moduleChoicesOf } from './module-choices-of.ts';
import { installSteps } from './next-steps.ts';
import { noPatches, toChanges } from './patched-files.ts';
import type { AddRequest } from './plan-add.ts';
import type { Plan } from './plan.ts';
import { registerClasses, type EmittedMigration } from './register-classes.ts';
import { registerInRoot, type RootRegistration } from './register-in-root.ts';
import { requireDependencies } from './require-dependencies.ts';
import { versionInHost } from './version-in-host.ts';

/** What the source was made with: another value would need other source. */
const fixedOptions = ['provider', 'orm', 'database', 'driver', 'tablePrefix', 'schema', 'connectionStringName', 'applicationName'] as const;

/**
 * What `add` does where the module is already: its files are their owner's, whatever has been made of them, and are left alone; what wires
 * them (the import in the root module, the lists of TypeORM, the dependencies) is put back where it is missing. With other options it is refused.
 */
export async function planAgain(request: AddRequest, installed: InstalledModule): Promise<Plan> {
  const differences = differencesOf(request.options, installed);
  if (differences.length > 0) {
    return { changes: [], dependencies: [], issues: differences, next: [] };
  }
  const { host, files } = request;
  const connection = connectionOf(request, installed);
  const registered = registerAgain(request, installed, connection);
  // An owner may have replaced the provider: see the README beside the module.
  const hasProvider = files.exists(`${installed.path}/${providerFile[request.options.provider]}`) === 'file';
  const classes = hasProvider ? registerClasses(registered.patched, request, connection, migrationOf(request, installed)) : registered;
  const choices = moduleChoicesOf(request.options, { connection, telemetry: telemetryOf(installed), migration: 'left out', tests: 'left out' });
  const required = hasProvider ? requireDependencies(classes.patched, request, dependenciesFor(choices, versionInHost(files, host))) : { ...classes, dependencies: [], issues: [] };
  const formatter = formatterFor(request);
  const patched = await keepFormatted(required.patched, formatter);
  const { applied } = patched;
  return {
    changes: applied.length === 0 ? [] : [...toChanges(patched), await extendManifest(formatter, installed, applied, required.dependencies)],
    dependencies: required.dependencies,
    issues: [
      ...[...registered.issues, ...(hasProvider ? classes.issues : []), ...required.issues].map(asWarning),
      ...formatter.problems.map((problem) => formatterIssue(problem, host, [...patched.sources.keys(), installed.source.path])),
    ],
    next: installSteps(host, required.dependencies),
  };
}

/** A file without which the provider has been replaced. */
const providerFile: Readonly<Record<AddOptions['provider'], string>> = {
  ef: 'typeorm/background-job-record.entity.ts',
  mongodb: 'mongodb/driver.ts',
};

function differencesOf(options: AddOptions, { path, manifest, source }: InstalledModule): readonly Issue[] {
  const wanted: Readonly<Record<string, unknown>> = { ...options };
  // What only the other provider has is no difference beside that of the provider.
  const different = fixedOptions.filter((name) => name in manifest.options && name in wanted && manifest.options[name] !== wanted[name]);
  const issues = different.map((name) => alreadyAdded(source.path, `--${optionTable[name].flag}`, manifest.options[name], wanted[name]));
  return options.path === path ? issues : [alreadyAdded(source.path, '--path', path, options.path), ...issues];
}

/** Whose connection the module was written for; the host may have got or lost one since. */
function connectionOf({ host, options }: AddRequest, { manifest }: InstalledModule): Connection {
  const isOnHosts = manifest.files.some(({ template }) => /\/host-(?:data-source|connection)\.(?!none\b)/.test(template));
  return isOnHosts ? chooseConnection(host, options) : { kind: 'own' };
}

/** What the module was written for, whatever the host declares by now. */
function telemetryOf({ manifest }: InstalledModule): Telemetry {
  return manifest.files.some(({ template }) => template.endsWith('/telemetry.opentelemetry.ts')) ? 'opentelemetry' : 'none';
}

function migrationOf({ files }: AddRequest, { manifest }: InstalledModule): EmittedMigration | null {
  const latest = manifest.migrations.at(-1);
  return latest && files.exists(latest.path) === 'file' ? { className: latest.name, file: latest.path } : null;
}

/** Many an owner moves the import to a module of their own: only one that is nowhere is put back. */
function registerAgain(request: AddRequest, { path }: InstalledModule, connection: Connection): RootRegistration {
  const { files, options } = request;
  const registered = registerInRoot(noPatches, request, connection);
  const root = options.rootModule?.split('#')[0];
  const isRefused = registered.issues.length > 0;
  const isWired = !isRefused && registered.patched.applied.length === 0;
  const hasModule = files.exists(`${path}/background-jobs.module.ts`) === 'file';
  if (root === undefined || isWired || !hasModule) {
    return { patched: noPatches, issues: [] };
  }
  // A root that could be patched does not have it in its list, whatever it imports.
  const start = isRefused ? [root] : importedFiles(files, root);
  return findImporter(files, start, 'BackgroundJobsModule', path) === null ? registered : { patched: noPatches, issues: [] };
}

/** The module is there: what cannot be checked or mended is told, and is no reason to refuse. */
function asWarning(issue: Issue): Issue {
  return issue.severity === 'error' ? { ...issue, severity: 'warning' } : issue;
}

function alreadyAdded(file: string, flag: string, there: unknown, wanted: unknown): Issue {
  return {
    code: 'already-added',
    severity: 'error',
    message: `The module is there already, with another ${flag}.`,
    file,
    expected: JSON.stringify(there),
    found: JSON.stringify(wanted),
    remedy: "Run it with the same options again, or change the module's source: it is yours.",
  };
}
