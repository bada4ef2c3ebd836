interface Cursor<T> {
  limit(count: number): { toArray(): Promise<T[]> };
}

/** The first documents of a cursor. MongoDB takes a limit of 0 for none at all. */
export async function firstOf<T>(
  cursor: Cursor<T>,
  count: number,
): Promise<T[]> {
  return count > 0 ? cursor.limit(count).toArray() : [];
}
