import type { Node } from 'jsonc-parser';
import { insertion } from './insertion.ts';
import type { TextEdit } from './patch.ts';

/** A property of a JSON object: `[start, end)` from its key to its value. */
export interface JsonMember {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly keyEnd: number;
  readonly value: Node;
}

/** A text to stand before a member; `null`: behind the last one. */
export interface NewJsonMember {
  readonly before: JsonMember | null;
  readonly text: string;
}

export function jsonMembers(object: Node | undefined): readonly JsonMember[] {
  return (object?.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value
      ? [{ key: String(key.value), start: property.offset, end: value.offset + value.length, keyEnd: key.offset + key.length, value }]
      : [];
  });
}

/** Of two with one name the last: it is the one that JSON keeps. */
export function jsonMember(object: Node | undefined, key: string): JsonMember | undefined {
  return jsonMembers(object).findLast((member) => member.key === key);
}

/** The part of white space that puts a member on a line of its own; all of it where there is no line end. */
export function leadOf(space: string): string {
  return /\r?\n[ \t]*$/.exec(space)?.[0] ?? space;
}

/**
 * Insertions of members into an object, laid out as those that are there.
 *
 * @param empty white space before a member, and before the closing brace, of an object that has no members yet.
 */
export function insertJsonMembers(
  text: string,
  object: Node,
  members: readonly NewJsonMember[],
  empty: { readonly lead: string; readonly close: string },
): readonly TextEdit[] {
  if (members.length === 0) {
    return [];
  }
  const present = jsonMembers(object);
  const [first, second] = present;
  const last = present.at(-1);
  if (!first || !last) {
    const isOnLines = text.slice(object.offset, object.offset + object.length).includes('\n');
    const body = members.map((member) => `${empty.lead}${member.text}`).join(',');
    return [insertion(object.offset + 1, isOnLines ? body : `${body}${empty.close}`)];
  }
  const lead = leadOf(second ? text.slice(text.indexOf(',', first.end) + 1, second.start) : text.slice(object.offset + 1, first.start));
  return [...Map.groupBy(members, ({ before }) => before)].map(([before, group]) =>
    before
      ? insertion(before.start, group.map((member) => `${member.text},${lead}`).join(''))
      : insertion(last.end, group.map((member) => `,${lead}${member.text}`).join('')),
  );
}
