import type { FindCursor } from './driver.js';

/** The first documents of a cursor. MongoDB takes a limit of 0 for none at all. */
export async function firstOf<T>(
  cursor: FindCursor<T>,
  count: number,
): Promise<T[]> {
  return count > 0 ? cursor.limit(count).toArray() : [];
}
