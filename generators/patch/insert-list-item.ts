import type { ListLiteral } from '../syntax/list-literal.ts';
import type { SourceStyle } from '../syntax/source-style.ts';
import { breakList } from './break-list.ts';
import { insertion } from './insertion.ts';
import type { TextEdit } from './patch.ts';
import { eolAt, indentAt } from './text-lines.ts';

/** What to put into a list, and how wide a line may get. */
export interface ListItem {
  readonly text: string;
  readonly style: SourceStyle;
  /** Columns. */
  readonly printWidth: number;
}

/**
 * The insertions that make an item the last one of a list, written as the list is: behind the last item's own line and before
 * comments that follow it, with a trailing comma where there was one. A list on one line stays there while it fits.
 */
export function insertListItem(text: string, list: ListLiteral, item: ListItem): readonly TextEdit[] {
  const spread = isSpread(text, list);
  if (!spread) return breakList(text, list, item) ?? insertInline(text, list, item);
  return list.items.length === 0 ? insertFirstLine(text, list, item) : insertLine(text, list, item);
}

/** There is a line end between the brackets that belongs to no item. */
function isSpread(text: string, { range, items }: ListLiteral): boolean {
  const gaps = [...items, { start: range.end, end: range.end }].map(({ start }, index) =>
    text.slice(items[index - 1]?.end ?? range.start, start),
  );
  return gaps.some((gap) => gap.includes('\n'));
}

function insertInline(text: string, list: ListLiteral, item: ListItem): readonly TextEdit[] {
  if (list.items.length > 0) return [insertion(list.tail, list.trailingComma === null ? `, ${item.text}` : ` ${item.text},`)];
  const inner = text.slice(list.range.start + 1, list.range.end - 1);
  if (inner !== '') return [insertion(list.tail, inner.trim() === '' ? `${inner}${item.text}` : ` ${item.text}`)];
  const padding = text[list.range.start] === '{' ? item.style.bracePadding : '';
  return [insertion(list.tail, `${padding}${item.text}${padding}`)];
}

function insertFirstLine(text: string, { range, tail }: ListLiteral, { text: item, style }: ListItem): readonly TextEdit[] {
  const commented = indentAt(text, tail);
  const indent =
    tail > range.start + 1 && commented.length > indentAt(text, range.start).length
      ? commented
      : indentAt(text, range.start) + style.indent;
  return [insertion(tail, `${eolAt(text, tail, style.eol)}${indent}${item}${style.trailingComma}`)];
}

function insertLine(text: string, list: ListLiteral, { text: item, style }: ListItem): readonly TextEdit[] {
  const { items, range, tail, trailingComma } = list;
  const last = items.at(-1) ?? range;
  const line = `${eolAt(text, last.end, style.eol)}${indentOf(text, list, style)}`;
  if (trailingComma !== null) return [insertion(tail, `${line}${item},`)];
  const previous = items.at(-2);
  if (previous !== undefined && /\n[ \t]*,[ \t]*$/.test(text.slice(previous.end, last.start))) return [insertion(tail, `${line}, ${item}`)];
  return tail === last.end ? [insertion(tail, `,${line}${item}`)] : [insertion(last.end, ','), insertion(tail, `${line}${item}`)];
}

function indentOf(text: string, { items, range }: ListLiteral, style: SourceStyle): string {
  const last = items.at(-1) ?? range;
  const onFirstLine = !text.slice(range.start, last.start).includes('\n');
  return onFirstLine ? indentAt(text, range.start) + style.indent : indentAt(text, last.start);
}
