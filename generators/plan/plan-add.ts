import type { Issue } from '../errors/issue.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host, TestRunner } from '../host/host.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { Flags } from '../options/flags.ts';
import type { Prompter } from '../options/prompter.ts';
import type { PackageInfo } from '../report/package-info.ts';
import type { ModuleChoices } from '../templates/module-choices.ts';
import { templateFiles } from '../templates/template-files.ts';
import { testsAmong } from '../templates/template-rules.ts';
import { chooseConnection, type Connection } from './choose-connection.ts';
import { chooseTelemetry } from './choose-telemetry.ts';
import { chooseTestEnding } from './choose-test-ending.ts';
import { unusableSettings } from './compiler-settings.ts';
import { dependenciesFor } from './dependency-catalogue.ts';
import { draftOf, renderFile, renderModule, type Emission, type RenderedFile } from './emit-module.ts';
import { formatterFor } from './formatter-for.ts';
import { formatterIssue } from './formatter-issue.ts';
import { hostNotes } from './host-notes.ts';
import { ignoredPaths } from './ignored-paths.ts';
import { keepFormatted } from './keep-formatted.ts';
import { createManifest } from './manifest-change.ts';
import { earlierTimestamp } from './earlier-timestamp.ts';
import { migrationsFolder, migrationTarget, type MigrationTarget } from './migration-target.ts';
import { moduleChoicesOf } from './module-choices-of.ts';
import { nextSteps } from './next-steps.ts';
import { noPatches, toChanges } from './patched-files.ts';
import type { Plan } from './plan.ts';
import { referencesJest } from './references-jest.ts';
import { registerClasses } from './register-classes.ts';
import { registerInRoot } from './register-in-root.ts';
import { requireDependencies } from './require-dependencies.ts';
import { resolveConflicts } from './resolve-conflicts.ts';
import { namingNotes } from './table-naming.ts';
import { templateContextOf } from './template-context-of.ts';
import { untestedVersions } from './untested-versions.ts';
import { versionInHost } from './version-in-host.ts';

export interface AddRequest {
  readonly host: Host;
  readonly files: HostFiles;
  readonly options: AddOptions;
  readonly onConflict: Flags['onConflict'];
  /** `null` where there is nobody to ask. */
  readonly prompter: Prompter | null;
  readonly generator: PackageInfo;
  /** Milliseconds since 1970; becomes the migration's timestamp. */
  readonly now: number;
}

/** Everything a first `add` would do to this host, without doing any of it. */
export async function planAdd(request: AddRequest): Promise<Plan> {
  const { host, files, options } = request;
  const connection = chooseConnection(host, options);
  const migration = migrationTarget(host, options, connection, earlierTimestamp(files, options, migrationsFolder(host, connection)) ?? request.now);

  const testRunner = options.tests ? (host.testRunner?.value ?? null) : null;
  const choices = moduleChoicesOf(options, {
    connection,
    telemetry: chooseTelemetry(host),
    migration: migration.target ? 'written' : 'left out',
    tests: testRunner ? 'written' : 'left out',
  });

  const formatter = formatterFor(request);
  const rendered = render(request, { choices, connection, testRunner, migration: migration.target });
  const texts = await formatter.format(rendered.files.map(draftOf));
  const emitted = rendered.files.map((file, index) => ({ ...file, text: texts[index] ?? file.render }));
  const written = await resolveConflicts(emitted, files, options.path, request.onConflict, request.prompter);

  const registered = registerInRoot(noPatches, request, connection);
  const classes = registerClasses(registered.patched, request, connection, migration.target);
  const dependencies = requireDependencies(classes.patched, request, dependenciesFor(choices, versionInHost(files, host)));

  const patched = await keepFormatted(dependencies.patched, formatter);
  const manifest = await createManifest(formatter, {
    generator: request.generator,
    options,
    files: written.ours,
    patches: patched.applied,
    dependencies: dependencies.dependencies,
    migration: migration.target,
  });
  const changes = [...written.changes, ...toChanges(patched), manifest];
  return {
    changes,
    dependencies: dependencies.dependencies,
    issues: [
      ...formatter.problems.map((problem) => formatterIssue(problem, host, [options.path, ...(migration.target ? [migration.target.file] : [])])),
      ...rendered.issues,
      ...written.issues,
      ...registered.issues,
      ...migration.issues,
      ...classes.issues,
      ...dependencies.issues,
      ...namingNotes(options, connection, migration.target),
      ...untestedVersions(files, host),
      ...unusableSettings(files, host),
      ...hostNotes(host, options, connection),
      ...ignoredPaths(host, files, options.path, changes),
    ],
    next: nextSteps(host, options, connection, migration.target, dependencies.dependencies),
  };
}

interface EmissionRequest {
  readonly choices: ModuleChoices;
  readonly connection: Connection;
  readonly testRunner: TestRunner | null;
  readonly migration: MigrationTarget | null;
}

function render(
  { host, files, options, generator }: AddRequest,
  { choices, connection, testRunner, migration }: EmissionRequest,
): { readonly files: readonly RenderedFile[]; readonly issues: readonly Issue[] } {
  const templates = templateFiles(generator.root);
  const naming = chooseTestEnding(host, files, options.path, testsAmong(templates.paths, choices));
  const emission: Emission = {
    templates,
    context: templateContextOf(host, options, connection, migration, naming.ending),
    dialect: { specifierExtension: host.specifierExtension.value, testRunner, testEnding: naming.ending, fakesTimers: host.fakesTimers, referencesJest: referencesJest(host, files) },
  };
  const migrations = migration ? [renderFile(emission, `migrations/add-background-jobs.${choices.database}.ts`, migration.file)] : [];
  return { files: [...renderModule(emission, choices), ...migrations], issues: [...naming.issues, ...(options.tests && !testRunner ? [noTestRunner()] : [])] };
}

function noTestRunner(): Issue {
  return {
    code: 'no-test-runner',
    severity: 'info',
    message: 'The host runs no tests with Jest or Vitest, so the module comes without its tests.',
    remedy: 'Nothing to do.',
  };
}
