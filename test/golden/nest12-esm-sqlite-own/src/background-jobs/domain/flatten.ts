/** The items of all these lists, one after another. */
export function flatten<T>(lists: readonly (readonly T[])[]): T[] {
  const items: T[] = [];
  for (const list of lists) {
    for (const item of list) {
      items.push(item);
    }
  }
  return items;
}
