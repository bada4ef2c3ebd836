/** How a file is written, so that what is added looks as if it had always been there. */
export interface SourceStyle {
  /** The line end of most lines. */
  readonly eol: '\n' | '\r\n';
  /** One level of indentation. */
  readonly indent: string;
  readonly quote: "'" | '"';
  readonly semicolon: ';' | '';
  /** Between the braces of one-line objects and imports, and what stands in them. */
  readonly bracePadding: ' ' | '';
  /** Behind the last item of a list of several lines. */
  readonly trailingComma: ',' | '';
}
