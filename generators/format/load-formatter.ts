import { join } from 'node:path';
import type { Options as PrettierOptions } from 'prettier';
import { foldersUpwards } from '../host/folders-upwards.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host } from '../host/host.ts';
import type { SourceStyle } from '../syntax/source-style.ts';
import { formatterRows } from './formatter-rows.ts';
import { ProblemList, type FormattedText, type FormatterRun, type HostFormatter } from './host-formatter.ts';
import { gitLineEnds, withLineEnd } from './line-ends.ts';
import { lineEndOf, ownPrettier } from './prettier-formatter.ts';
import { settingsOfStyle } from './template-style.ts';

/** What formatters leave alone whatever their configuration says, or would take for something else. */
const formattable = /\.(?:[cm]?ts|json|md)$/;

/**
 * The host's own formatter; where it is not installed Prettier with the settings that come nearest, and where the host has none the style of
 * its root file with what .editorconfig says.
 *
 * Line ends are those that the formatter is told, else those of .editorconfig, else those of .gitattributes, else those of the root file.
 */
export function loadFormatter(host: Host, files: HostFiles, rootFileStyle: SourceStyle): HostFormatter {
  const problems = new ProblemList();
  const editorSettings = editorConfig(host, files);
  const settingsOfRoot = async (path: string): Promise<PrettierOptions> => ({ ...settingsBeside(path, rootFileStyle, host.printWidth), ...(await editorSettings(path)) });
  let running: Promise<FormatterRun> | undefined;
  const run = () => (running ??= openFormatter());

  async function openFormatter(): Promise<FormatterRun> {
    if (!host.formatter) {
      return ownPrettier(host.root, settingsOfRoot);
    }
    const row = formatterRows[host.formatter.value];
    const request = { host, files, fallback: await settingsOfRoot('src/x.ts'), problems };
    const own = await row.open(request);
    if (own) {
      return own;
    }
    problems.tell({ kind: 'not-installed' });
    const settings = row.settings(request);
    return ownPrettier(host.root, async () => settings);
  }

  return {
    problems: problems.problems,
    async format(drafts) {
      const lineEnds = gitLineEnds(host.root, files, drafts.map(({ path }) => path));
      const candidates = drafts.filter(({ path }) => formattable.test(path));
      const results = candidates.length === 0 ? [] : await (await run()).format(candidates);
      const resultOf = new Map(candidates.map((draft, index) => [draft, results[index]]));
      const texts: string[] = [];
      for (const draft of drafts) {
        const result = resultOf.get(draft);
        if (result?.kind === 'failed') {
          problems.tellFile(draft.path, result.reason);
        }
        const { text, lineEnd, defaultLineEnd }: Omit<FormattedText, 'kind'> = result?.kind === 'formatted' ? result : { text: draft.text, lineEnd: null };
        texts.push(withLineEnd(text, lineEnd ?? lineEndOf(await editorSettings(draft.path)) ?? lineEnds.get(draft.path) ?? defaultLineEnd ?? rootFileStyle.eol));
      }
      return texts;
    },
    async keepsFormatted(path, addedLines) {
      const formatter = host.formatter ? await run() : null;
      // Nobody checks the layout of a host without a formatter.
      return formatter === null || ((await formatter.keepsFormatted?.(path, addedLines)) ?? false);
    },
  };
}

/** The style of the root file, as far as it tells of a file of that kind: how it is indented says nothing of prose and JSON. */
function settingsBeside(path: string, rootFileStyle: SourceStyle, printWidth: number): PrettierOptions {
  const settings = settingsOfStyle(rootFileStyle);
  return /\.[cm]?ts$/.test(path) ? { ...settings, printWidth } : { ...settings, useTabs: false, tabWidth: 2 };
}

/** What .editorconfig says of a file, in Prettier's words; it is Prettier that reads it, where there is one. */
function editorConfig(host: Host, files: HostFiles): (path: string) => Promise<PrettierOptions> {
  const isThere = foldersUpwards(files, '.').some((folder) => files.exists(`${folder}/.editorconfig`) === 'file');
  if (!isThere) {
    return async () => ({});
  }
  return async (path) => {
    const { resolveConfig } = await import('prettier');
    // A folder without configuration of Prettier's own is what this is for; that of a host is read by `hostPrettier`.
    const settings = host.formatter?.value === 'prettier' ? null : await resolveConfig(join(host.root, path), { editorconfig: true }).catch(() => null);
    return settings ?? {};
  };
}
