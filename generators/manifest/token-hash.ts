import { layoutFreeText } from '../syntax/layout-free-text.ts';
import { gitBlobHash } from './git-blob-hash.ts';

/**
 * The hash of a file without its layout (SHA-1, hex): what two formatters make of one text has the same. A file that has it still is unedited,
 * however it has been formatted since.
 */
export function tokenHash(path: string, text: string): string {
  return gitBlobHash(withoutLayout(path, text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')));
}

function withoutLayout(path: string, text: string): string {
  if (/\.[cm]?[jt]sx?$/.test(path)) {
    return layoutFreeText(text);
  }
  return path.endsWith('.md') ? withoutMarkdownLayout(text) : text.replaceAll(/\s+/g, '');
}

const codeBlock = /^([ \t]*)```(?:ts|typescript|js|javascript)\n([\s\S]*?)^\1```$/gm;

/** White space folded away; tables' rules, bullets and emphasis have one spelling; code in it as code. */
function withoutMarkdownLayout(text: string): string {
  const blocks: string[] = [];
  const prose = text.replaceAll(codeBlock, (_, _indent: string, code: string) => {
    blocks.push(layoutFreeText(code));
    return `\0${blocks.length - 1}\0`;
  });
  const folded = prose
    .replaceAll(/^([ \t]*)[*+]([ \t])/gm, '$1-$2')
    .replaceAll(/-{3,}/g, '---')
    .replaceAll(/(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)/g, '*')
    .replaceAll(/\s+/g, '');
  return [folded, ...blocks].join('\n');
}
