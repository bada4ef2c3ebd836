import type { Options as PrettierOptions } from 'prettier';
import type { SourceStyle } from '../syntax/source-style.ts';

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
  objectWrap: 'preserve',
  arrowParens: 'always',
  proseWrap: 'preserve',
};

/** Settings that say nothing of how the emitted files look. */
const harmlessSettings: ReadonlySet<string> = new Set(['$schema', 'endOfLine', 'plugins', 'parser', 'filepath', 'jsxSingleQuote', 'bracketSameLine']);

/** Whether the files of templates stand as these settings want them. */
export function isTemplateStyle(options: PrettierOptions): boolean {
  const { plugins = [] } = options;
  const others = Object.keys(options).filter((key) => !(key in prettierDefaults) && !harmlessSettings.has(key));
  const keys = Object.keys(prettierDefaults) as (keyof PrettierOptions)[];
  const template: PrettierOptions = { ...prettierDefaults, ...templateStyle };
  return others.length === 0 && plugins.length === 0 && keys.every((key) => (options[key] ?? prettierDefaults[key]) === template[key]);
}

/** The style of a file as settings of Prettier. */
export function settingsOfStyle(style: SourceStyle): PrettierOptions {
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
