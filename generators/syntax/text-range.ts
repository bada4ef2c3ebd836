/** `[start, end)` of a text, offsets as in a JavaScript string. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}
