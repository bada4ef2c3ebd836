import type { TextEdit } from './patch.ts';

export function insertion(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}
