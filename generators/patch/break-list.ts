import type { ListLiteral } from '../syntax/list-literal.ts';
import type { ListItem } from './insert-list-item.ts';
import { insertion } from './insertion.ts';
import type { TextEdit } from './patch.ts';
import { eolAt, indentAt, lineEnd, lineStart } from './text-lines.ts';

/**
 * Breaks a one-line list into one item a line where the new item would make the line too wide; `null` where it fits,
 * or where that takes more than insertions (then a wide line is the smaller evil). The space behind a comma becomes the last one
 * of the next line's indentation, so nothing of the text is replaced.
 */
export function breakList(text: string, list: ListLiteral, item: ListItem): readonly TextEdit[] | null {
  const { range, items } = list;
  const { style } = item;
  const separator = items.length > 0 ? ', ' : '';
  const line = text.slice(lineStart(text, range.start), lineEnd(text, range.end));
  if (line.length + separator.length + item.text.length <= item.printWidth || !standsAlone(text, list)) return null;

  const outer = indentAt(text, range.start);
  const indent = outer + style.indent;
  const eol = eolAt(text, range.end, style.eol);
  const last = items.at(-1);
  if (last === undefined) return [insertion(range.start + 1, `${eol}${indent}${item.text}${style.trailingComma}${eol}${outer}`)];
  if (!style.indent.endsWith(' ') || !isPlain(text, list)) return null;
  return [
    insertion(range.start + 1, `${eol}${indent}`),
    ...items.slice(0, -1).map(({ end }) => insertion(end + 1, `${eol}${indent.slice(0, -1)}`)),
    insertion(last.end, `,${eol}${indent}${item.text}${style.trailingComma}${eol}${outer}`),
  ];
}

/** Nothing shares the line with the list but its name: `imports: [...],`, `const modules = [...];`. */
function standsAlone(text: string, { range }: ListLiteral): boolean {
  const before = text.slice(lineStart(text, range.start), range.start);
  const after = text.slice(range.end, lineEnd(text, range.end));
  return /^\s*(?:[\w$'"]+:|(?:export\s+)?(?:const|let|var)\s[^=]*=)\s*$/.test(before) && /^\s*[,;]?\s*$/.test(after);
}

/** `[A, B]`: one space between items, none inside the brackets, no comments, no line end in an item. */
function isPlain(text: string, { range, items, trailingComma }: ListLiteral): boolean {
  const inner = text.slice(range.start + 1, range.end - 1);
  return trailingComma === null && !inner.includes('\n') && inner === items.map(({ start, end }) => text.slice(start, end)).join(', ');
}
