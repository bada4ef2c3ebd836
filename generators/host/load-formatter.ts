import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Options as PrettierOptions } from 'prettier';
import type { FileStyle } from './file-style.ts';
import type { Host } from './host.ts';

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
export function loadFormatter(host: Host, rootFileStyle: FileStyle): CreatedFileFormatter {
  const problems: { path: string; reason: string }[] = [];
  let prettier: Promise<typeof import('prettier')> | undefined;
  const load = () => (prettier ??= loadPrettier(host.root));
  let isPlain: Promise<boolean> | undefined;

  const optionsFor = async (path: string): Promise<PrettierOptions> => {
    const configured = host.formatter?.value === 'prettier' ? await (await load()).resolveConfig(join(host.root, path), { editorconfig: true }) : null;
    return configured ?? styleOptions(rootFileStyle);
  };
  const isTemplateStyle = async (): Promise<boolean> => {
    if (host.formatter?.value === 'prettier' && !hasOnlyTemplateStyle(host)) {
      return sameStyle(await optionsFor('src/x.ts'), templateStyle);
    }
    return host.formatter?.value === 'prettier' || sameStyle(styleOptions(rootFileStyle), templateStyle);
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

/** `nest new` writes exactly this; telling it without Prettier saves loading Prettier at all. */
function hasOnlyTemplateStyle(host: Host): boolean {
  const file = host.formatter?.evidence.file ?? '';
  if (!/(^|\/)\.prettierrc(\.json)?$/.test(file) || existsSync(join(host.root, '.editorconfig'))) {
    return false;
  }
  try {
    const config = JSON.parse(readFileSync(join(host.root, file), 'utf8')) as PrettierOptions & { overrides?: unknown };
    return config.overrides === undefined && sameStyle(config, templateStyle);
  } catch {
    return false;
  }
}

function sameStyle(options: PrettierOptions, other: PrettierOptions): boolean {
  const plugins = (options as { plugins?: unknown[] }).plugins ?? [];
  const keys = Object.keys(prettierDefaults) as (keyof PrettierOptions)[];
  return plugins.length === 0 && keys.every((key) => (options[key] ?? prettierDefaults[key]) === (other[key] ?? prettierDefaults[key]));
}

function styleOptions(style: FileStyle): PrettierOptions {
  return {
    ...templateStyle,
    singleQuote: style.quote === "'",
    semi: style.semicolons === 'always',
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
