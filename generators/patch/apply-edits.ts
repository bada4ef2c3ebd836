import type { TextEdit } from './patch.ts';

/**
 * The text with all edits made. Edits are given in any order; two insertions at one place keep theirs.
 *
 * @throws RangeError when edits overlap or leave the text: a fault of whoever made them.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, text: inserted } of sortEdits(edits)) {
    if (start < done || end < start || end > text.length)
      throw new RangeError(`The edit [${start}, ${end}) overlaps another or leaves the text.`);
    result += text.slice(done, start) + inserted;
    done = end;
  }
  return result + text.slice(done);
}

/** Edits in the order of the text. */
export function sortEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}
