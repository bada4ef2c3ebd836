import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Options as PrettierOptions } from 'prettier';
import type { SourceStyle } from '../syntax/source-style.ts';
import type { Host } from './host.ts';
import { readPrettierConfig } from './read-prettier-config.ts';

/** Formats a file we create as the host would. */
export interface CreatedFileFormatter {
  /** `formatted`: the text already stands in `templateStyle`. */
  format(path: string, text: string, state: 'formatted' | 'reflowed'): Promise<string>;
  /** What went wrong on the way, each cause once. */
  readonly problems: readonly FormatterProblem[];
}

/** What the host's formatter could not do, and why. */
export type FormatterProblem =
  /** Its configuration could not be read: the style of the host's root file was taken instead. */
  | { readonly kind: 'configuration'; readonly reason: string }
  /** Its plugins do not work, for want of an installation as a rule: the files are formatted without them. */
  | { readonly kind: 'plugins'; readonly reason: string }
  /** It could not read these files, which are left as rendered. Posix paths relative to the host's root. */
  | { readonly kind: 'files'; readonly reason: string; readonly paths: readonly string[] };

/** The style templates are written in: Prettier's defaults with single quotes, as `nest new` configures it. */
export const templateStyle = { singleQuote: true, trailingComma: 'all' } as const satisfies PrettierOptions;

const prettierDefaults: PrettierOptions = {
  printWidth: 80,
  tabWidth: 2,
  useTabs: false,
  semi: true,
  singleQuote: false,
  quoteProps: 'as-needed',
  trailingComma: 'all',
  bracketSpacing: true,
  arrowParens: 'always',
};

/**
 * The host's own Prettier with its own configuration where it has one; otherwise ours, in the style of the host's root file.
 * Prettier takes 0.1 s to load and 10 ms a file, so files that already stand as the host wants them skip it.
 */
export function loadFormatter(host: Host, rootFileStyle: SourceStyle): CreatedFileFormatter {
  const problems: FormatterProblem[] = [];
  const fallback = { ...styleOptions(rootFileStyle), printWidth: host.printWidth };
  let prettier: Promise<typeof import('prettier')> | undefined;
  const load = () => (prettier ??= loadPrettier(host.root));
  const isBroken = (kind: FormatterProblem['kind']): boolean => problems.some((problem) => problem.kind === kind);
  const tell = (kind: 'configuration' | 'plugins', error: unknown): void => {
    if (!isBroken(kind)) {
      problems.push({ kind, reason: reasonOf(error) });
    }
  };

  const optionsFor = async (path: string): Promise<PrettierOptions> => {
    if (host.formatter?.value !== 'prettier' || isBroken('configuration')) {
      return fallback;
    }
    try {
      const options = (await (await load()).resolveConfig(join(host.root, path), { editorconfig: true })) ?? fallback;
      return isBroken('plugins') ? { ...options, plugins: [] } : options;
    } catch (error) {
      tell('configuration', error);
      return fallback;
    }
  };
  const formatWith = async (text: string, options: PrettierOptions): Promise<string> => {
    const { format } = await load();
    try {
      return await format(text, options);
    } catch (error) {
      if (!hasPlugins(options)) {
        throw error;
      }
      const formatted = await format(text, { ...options, plugins: [] });
      tell('plugins', error);
      return formatted;
    }
  };
  const tellFile = (path: string, reason: string): void => {
    const same = problems.findIndex((problem) => problem.kind === 'files' && problem.reason === reason);
    const earlier = problems[same];
    if (earlier?.kind === 'files') {
      problems[same] = { ...earlier, paths: [...earlier.paths, path] };
    } else {
      problems.push({ kind: 'files', reason, paths: [path] });
    }
  };
  let isPlain: Promise<boolean> | undefined;
  const isTemplateStyle = async (): Promise<boolean> => isSameAsTemplates(readPrettierConfig(host) ?? (await optionsFor('src/x.ts')));

  return {
    problems,
    async format(path, text, state) {
      const eol = (formatted: string) => (rootFileStyle.eol === '\r\n' ? formatted.replaceAll(/\r?\n/g, '\r\n') : formatted);
      isPlain ??= isTemplateStyle();
      if (!/\.(ts|json|md)$/.test(path) || (state === 'formatted' && (await isPlain))) {
        return eol(text);
      }
      try {
        return eol(await formatWith(text, { ...(await optionsFor(path)), endOfLine: 'lf', filepath: join(host.root, path) }));
      } catch (error) {
        tellFile(path, reasonOf(error));
        return eol(text);
      }
    },
  };
}

/** The first line of the message, without the place on this machine that Node adds to it. */
function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/ imported from .*/, '');
}

function hasPlugins({ plugins = [] }: PrettierOptions): boolean {
  return plugins.length > 0;
}

/** Settings that say nothing of how the emitted files look. */
const harmlessSettings: ReadonlySet<string> = new Set(['$schema', 'endOfLine', 'plugins', 'jsxSingleQuote', 'bracketSameLine']);

function isSameAsTemplates(options: PrettierOptions): boolean {
  const others = Object.keys(options).filter((key) => !(key in prettierDefaults) && !harmlessSettings.has(key));
  const keys = Object.keys(prettierDefaults) as (keyof PrettierOptions)[];
  const template: PrettierOptions = { ...prettierDefaults, ...templateStyle };
  return others.length === 0 && !hasPlugins(options) && keys.every((key) => (options[key] ?? prettierDefaults[key]) === template[key]);
}

function styleOptions(style: SourceStyle): PrettierOptions {
  return {
    ...templateStyle,
    singleQuote: style.quote === "'",
    semi: style.semicolon === ';',
    trailingComma: style.trailingComma === ',' ? 'all' : 'none',
    bracketSpacing: style.bracePadding === ' ',
    useTabs: style.indent === '\t',
    tabWidth: style.indent === '\t' ? 2 : style.indent.length,
  };
}

async function loadPrettier(root: string): Promise<typeof import('prettier')> {
  try {
    const path = createRequire(join(root, 'package.json')).resolve('prettier');
    const loaded = (await import(pathToFileURL(path).href)) as typeof import('prettier') & { default?: typeof import('prettier') };
    return loaded.default ?? loaded;
  } catch {
    return import('prettier');
  }
}
