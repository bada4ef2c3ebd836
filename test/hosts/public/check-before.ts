import { relative } from 'node:path';
import { type HostFolders, installedVersion, packageFolder } from './host-folders.ts';
import { runTests, type TestReport } from './host-tests.ts';
import { generatePrismaClient, type Installed, installHost } from './install.ts';
import { lint, type LintReport } from './lint.ts';
import { provideNativeDrivers } from './native-drivers.ts';
import { LIMITS, step, type Step } from './step.ts';
import { typeCheck, type TypeCheck } from './type-check.ts';

/** What a host is by itself. */
export interface Before {
  readonly install: Step<Installed>;
  /** Versions that are installed, by package. */
  readonly versions: Readonly<Record<string, string>>;
  readonly typeCheck: Step<Omit<TypeCheck, 'files'>>;
  /** Null where the host has no linter. */
  readonly lint: Step<LintReport | null>;
  /** Null where the host has no runner that we know. */
  readonly tests: Step<TestReport | null>;
}

const PACKAGES = ['@nestjs/core', 'typescript', 'typeorm', '@nestjs/typeorm', 'mongoose', '@nestjs/mongoose', 'mongodb', 'pg', 'sqlite3', 'better-sqlite3', 'prisma', 'jest', 'ts-jest', 'vitest', 'eslint', 'oxlint', 'prettier', '@biomejs/biome', 'reflect-metadata'];

/** Installs a host, and type-checks, lints and tests it as it is. */
export async function checkBefore(folders: HostFolders): Promise<Before> {
  const install = await installSoundly(folders);
  const checked = await step(() => typeCheck(folders));
  const files = checked.done ? filesToLint(checked.found.files, folders) : [];
  return {
    install,
    versions: versionsOf(folders),
    typeCheck: withoutFiles(checked),
    lint: await step(async () => (await lint(folders, files)) ?? null),
    tests: await step(async () => (await runTests(folders, { timeout: LIMITS.hostTests })) ?? null),
  };
}

/** Installs a host with all that its own commands need. */
export async function installSoundly(folders: HostFolders): Promise<Before['install']> {
  const installed = await step(() => installHost(folders));
  if (!installed.done) {
    return installed;
  }
  // A client that cannot be generated is missing before and after.
  await step(() => generatePrismaClient(folders));
  await step(() => provideNativeDrivers(folders));
  return installed;
}

function versionsOf(folders: HostFolders): Before['versions'] {
  return Object.fromEntries(PACKAGES.filter((name) => packageFolder(folders, name) !== undefined).map((name) => [name, installedVersion(folders, name) ?? '']));
}

/** Type-aware lint takes long: at most a hundred of the application's files, those first that `add` is likely to edit. */
function filesToLint(files: readonly string[], { root, app }: HostFolders): readonly string[] {
  const folder = relative(root, app);
  const own = files.filter((file) => !file.endsWith('.d.ts') && (folder === '' || file.startsWith(`${folder}/`)));
  const isLikely = (file: string): boolean => /module|data-?source|orm|database|config|app\.ts$/i.test(file);
  return [...own.filter(isLikely), ...own.filter((file) => !isLikely(file))].slice(0, 100);
}

function withoutFiles(checked: Step<TypeCheck>): Before['typeCheck'] {
  if (!checked.done) {
    return checked;
  }
  const { files: _files, ...found } = checked.found;
  return { ...checked, found };
}
