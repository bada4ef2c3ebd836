import type { TextEdit } from './patch.ts';

/** The white space a line begins with, for the line at `position`. */
export function indentAt(text: string, position: number): string {
  const start = lineStart(text, position);
  return /^[ \t]*/.exec(text.slice(start, position))?.[0] ?? '';
}

/** Behind the line end (or the BOM) before `position`. */
export function lineStart(text: string, position: number): number {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  return text.codePointAt(start) === 0xfeff ? start + 1 : start;
}

/** Before the line end that follows `position`. */
export function lineEnd(text: string, position: number): number {
  const end = text.indexOf('\n', position);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** The line end of the line at `position`; `otherwise` on the last line. */
export function eolAt(text: string, position: number, otherwise: string): string {
  const end = lineEnd(text, position);
  return end === text.length ? otherwise : text[end] === '\r' ? '\r\n' : '\n';
}

/** The line of a position, 1-based. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** How many lines `edits` put above a line, 1-based, of the text. */
export function linesAddedBefore(line: number, text: string, edits: readonly TextEdit[]): number {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length;
  return edits.filter((edit) => edit.end <= start).reduce((count, { text: inserted }) => count + inserted.split('\n').length - 1, 0);
}
