import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import type { Options as PrettierOptions } from 'prettier';
import semver from 'semver';
import { foldersUpwards } from '../host/folders-upwards.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host } from '../host/host.ts';
import { reasonOf, type Draft, type Formatted, type FormatterRun, type LineEnd, type ProblemList } from './host-formatter.ts';
import { importModule } from './import-module.ts';
import { lintSettings } from './lint-settings.ts';
import { readPrettierConfig } from './read-prettier-config.ts';
import { isTemplateStyle } from './template-style.ts';

type Prettier = typeof import('prettier');

/** An import of one name stays on its line, however long that is. */
const singleImport = /^import \{ ?[\w$]+(?: as [\w$]+)? ?\} from /;

/** The release of Prettier that templates are formatted with: another one breaks some lines elsewhere. */
export const templatePrettier = '3.10';

/**
 * The host's own Prettier with its own configuration, plugins and ignore file; ours with that configuration where it is not installed.
 * Prettier takes 0.1 s to load and 10 ms a file, so files that already stand as the host wants them skip it.
 *
 * @param fallback settings for where the configuration cannot be read.
 */
export function hostPrettier(host: Host, files: HostFiles, fallback: PrettierOptions, problems: ProblemList): FormatterRun {
  const installed = installedRelease(host.root);
  const lint = lintSettings(files);
  const read = readPrettierConfig(host, files);
  const plain = read && { ...read, ...lint };
  const isTemplateRelease = installed === null || `${semver.major(installed)}.${semver.minor(installed)}` === templatePrettier;
  const declared = semver.validRange(host.manifest.dependencies['prettier'] ?? '');
  if (installed === null && declared !== null && semver.gtr('3.0.0', declared)) {
    problems.tell({ kind: 'not-installed' });
  }
  let loading: Promise<Prettier> | undefined;
  const load = () => (loading ??= loadPrettier(host.root, installed !== null));
  const ignoreFiles = foldersUpwards(files, '.').map((folder) => posix.join(folder, '.prettierignore')).filter((path) => files.exists(path) === 'file');

  const settingsFor = async (path: string): Promise<PrettierOptions> => {
    if (plain) {
      return plain;
    }
    if (problems.has('configuration')) {
      return fallback;
    }
    try {
      // Without any configuration its defaults hold, whatever the host's files look like.
      return { ...(await (await load()).resolveConfig(join(host.root, path), { editorconfig: true })), ...lint };
    } catch (error) {
      problems.tell({ kind: 'configuration', reason: reasonOf(error) });
      return fallback;
    }
  };
  const formatWith = async (text: string, settings: PrettierOptions): Promise<string> => {
    const { format } = await load();
    const { plugins = [] } = settings;
    if (plugins.length === 0 || problems.has('plugins')) {
      return format(text, plugins.length === 0 ? settings : { ...settings, plugins: [] });
    }
    try {
      return await format(text, settings);
    } catch (error) {
      const formatted = await format(text, { ...settings, plugins: [] });
      problems.tell({ kind: 'plugins', reason: reasonOf(error) });
      return formatted;
    }
  };
  const isIgnored = async (path: string): Promise<boolean> => {
    for (const ignorePath of ignoreFiles) {
      // Only what is ignored is asked: it reads the configuration for a parser otherwise, and throws where a plugin is not installed.
      const { ignored } = await (await load()).getFileInfo(join(host.root, path), { ignorePath: join(host.root, ignorePath), resolveConfig: false });
      if (ignored) return true;
    }
    return false;
  };
  const format = async (draft: Draft, settings: PrettierOptions): Promise<Formatted> => {
    const formatted = isTemplateRelease && standsAlready(draft, settings) ? asItStands(draft, settings) : await formatDraft(host.root, draft, settings, formatWith);
    return hasDefaults(settings) && formatted.kind === 'formatted' ? { ...formatted, defaultLineEnd: '\n' } : formatted;
  };
  // Before release 2 the default was what is there.
  const hasDefaults = ({ endOfLine }: PrettierOptions): boolean => endOfLine === undefined && !problems.has('configuration') && (installed === null || semver.gte(installed, '2.0.0'));

  return {
    format: (drafts) => inTurn(drafts, async (draft) => ((await isIgnored(draft.path)) ? { kind: 'left' } : format(draft, await settingsFor(draft.path)))),
    keepsFormatted: async (_, lines) => plain !== null && lines.every((line) => line.length <= (plain.printWidth ?? 80) || singleImport.test(line)),
  };
}

/** Prettier that we bring, with these settings: for hosts without a formatter, and for formatters that are not installed. */
export function ownPrettier(root: string, settingsFor: (path: string) => Promise<PrettierOptions>): FormatterRun {
  return {
    format: (drafts) =>
      inTurn(drafts, async (draft) => {
        const settings = await settingsFor(draft.path);
        const formatWith = async (text: string, options: PrettierOptions) => (await import('prettier')).format(text, options);
        return standsAlready(draft, settings) ? asItStands(draft, settings) : formatDraft(root, draft, settings, formatWith);
      }),
  };
}

function standsAlready({ isTemplateStyle: isOurs = false }: Draft, settings: PrettierOptions): boolean {
  return isOurs && isTemplateStyle(settings);
}

function asItStands({ text }: Draft, settings: PrettierOptions): Formatted {
  return { kind: 'formatted', text, lineEnd: lineEndOf(settings) };
}

async function formatDraft(
  root: string,
  { path, text }: Draft,
  settings: PrettierOptions,
  formatWith: (text: string, settings: PrettierOptions) => Promise<string>,
): Promise<Formatted> {
  try {
    const formatted = await formatWith(text, { ...settings, endOfLine: 'lf', filepath: join(root, path) });
    return { kind: 'formatted', text: formatted, lineEnd: lineEndOf(settings) };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error) };
  }
}

export function lineEndOf({ endOfLine }: Pick<PrettierOptions, 'endOfLine'>): LineEnd | null {
  return endOfLine === 'crlf' ? '\r\n' : endOfLine === 'lf' ? '\n' : null;
}

async function inTurn<T>(drafts: readonly Draft[], formatOne: (draft: Draft) => Promise<T>): Promise<readonly T[]> {
  const formatted: T[] = [];
  for (const draft of drafts) {
    formatted.push(await formatOne(draft));
  }
  return formatted;
}

/** Version of Prettier that the host has; `null` where there is none to load. */
function installedRelease(root: string): string | null {
  try {
    const path = createRequire(join(root, 'package.json')).resolve('prettier/package.json');
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version?: unknown };
    return semver.valid(String(version));
  } catch {
    return null;
  }
}

async function loadPrettier(root: string, isInstalled: boolean): Promise<Prettier> {
  if (!isInstalled) {
    return import('prettier');
  }
  return importModule<Prettier>(createRequire(join(root, 'package.json')).resolve('prettier'));
}
