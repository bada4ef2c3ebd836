import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Options as PrettierOptions } from 'prettier';
import type { SourceStyle } from '../syntax/source-style.ts';
import type { Host } from './host.ts';
import { readPrettierConfig } from './read-prettier-config.ts';

/** Formats a file we create as the host would. */
export interface CreatedFileFormatter {
  /** `isFormatted`: the text already stands in `templateStyle`. */
  format(path: string, text: string, isFormatted: 'formatted' | 'reflowed'): Promise<string>;
  /** What went wrong on the way; the text is then left as rendered. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

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
  const problems: { path: string; reason: string }[] = [];
  let prettier: Promise<typeof import('prettier')> | undefined;
  const load = () => (prettier ??= loadPrettier(host.root));
  let isPlain: Promise<boolean> | undefined;

  const optionsFor = async (path: string): Promise<PrettierOptions> => {
    const configured = host.formatter?.value === 'prettier' ? await (await load()).resolveConfig(join(host.root, path), { editorconfig: true }) : null;
    return configured ?? styleOptions(rootFileStyle);
  };
  const isTemplateStyle = async (): Promise<boolean> => {
    const plain = readPrettierConfig(host);
    return sameStyle(plain ?? (await optionsFor('src/x.ts')), templateStyle);
  };

  return {
    problems,
    async format(path, text, isFormatted) {
      const eol = (formatted: string) => (rootFileStyle.eol === '\r\n' ? formatted.replaceAll(/\r?\n/g, '\r\n') : formatted);
      isPlain ??= isTemplateStyle();
      if (!/\.(ts|json|md)$/.test(path) || (isFormatted === 'formatted' && (await isPlain))) {
        return eol(text);
      }
      try {
        const options = await optionsFor(path);
        return eol(await (await load()).format(text, { ...options, endOfLine: 'lf', filepath: join(host.root, path) }));
      } catch (error) {
        problems.push({ path, reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) });
        return eol(text);
      }
    },
  };
}

function sameStyle(options: PrettierOptions, other: PrettierOptions): boolean {
  const plugins = (options as { plugins?: unknown[] }).plugins ?? [];
  const keys = Object.keys(prettierDefaults) as (keyof PrettierOptions)[];
  return plugins.length === 0 && keys.every((key) => (options[key] ?? prettierDefaults[key]) === (other[key] ?? prettierDefaults[key]));
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
