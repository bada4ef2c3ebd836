import type { InheritedList, ListPlace, Presence } from '../syntax/list-place.ts';
import { insertion } from './insertion.ts';
import { insertListItem, type ListItem } from './insert-list-item.ts';
import type { TextEdit } from './patch.ts';

/** The insertions that add an element to the list at `place`. */
export function insertElement(
  text: string,
  place: Exclude<ListPlace, { readonly kind: 'obstacle' }>,
  element: ListItem,
): readonly TextEdit[] {
  const { bracePadding } = element.style;
  switch (place.kind) {
    case 'literal':
      return insertListItem(text, place.list, element);
    case 'value': {
      const [before, after] = place.form === 'operand' ? ['', ''] : ['(', ')'];
      const [open, close] = surroundings[place.presence];
      return [insertion(place.value.start, `[...${open}${before}`), insertion(place.value.end, `${after}${close}, ${element.text}]`)];
    }
    case 'shorthand':
      return [insertion(place.name.end, `: [...${text.slice(place.name.start, place.name.end)}, ${element.text}]`)];
    case 'property':
      return insertListItem(text, place.object, { ...element, text: property(place.key, place.inherited, element.text) });
    case 'copy':
      return [
        insertion(place.value.start, `{${bracePadding}...`),
        insertion(place.value.end, `, ${property(place.key, place.inherited, element.text)}${bracePadding}}`),
      ];
    case 'argument':
      return [insertion(place.at, `{${bracePadding}${property(place.key, null, element.text)}${bracePadding}}`)];
    default:
      return place satisfies never;
  }
}

/** What turns something that may be missing into what can be spread. */
const surroundings = {
  certain: ['', ''],
  'maybe undefined': ['(', ' ?? [])'],
  'maybe false': ['(', ' || [])'],
} as const satisfies Record<Presence, readonly [string, string]>;

function property(key: string, inherited: InheritedList | null, element: string): string {
  if (inherited === null) return `${key}: [${element}]`;
  const [open, close] = surroundings[inherited.presence];
  return `${key}: [...${open}${inherited.code}${close}, ${element}]`;
}
