/** How a TypeScript file is written, read from its own text. */
export interface FileStyle {
  readonly quote: "'" | '"';
  readonly semicolons: 'always' | 'never';
  /** One level: spaces or a tab. */
  readonly indent: string;
  readonly eol: '\n' | '\r\n';
}

/** Reads the style by majority; what the text does not show is as `nest new` writes it. */
export function detectFileStyle(text: string): FileStyle {
  const imports = text.match(/^(?:import|export)\b.*\bfrom\s*(['"]).*$/gm) ?? [];
  const doubles = imports.filter((line) => /from\s*"/.test(line)).length;
  const bare = imports.filter((line) => !line.trimEnd().endsWith(';')).length;
  const indents = [...text.matchAll(/^([ \t]+)[^\s*]/gm)].map((match) => match[1] ?? '');
  const crlf = text.match(/\r\n/g)?.length ?? 0;
  const lf = (text.match(/\n/g)?.length ?? 0) - crlf;
  return {
    quote: doubles * 2 > imports.length ? '"' : "'",
    semicolons: imports.length > 0 && bare * 2 > imports.length ? 'never' : 'always',
    indent: indentOf(indents),
    eol: crlf > lf ? '\r\n' : '\n',
  };
}

function indentOf(indents: readonly string[]): string {
  if (indents.some((indent) => indent.startsWith('\t'))) {
    return '\t';
  }
  const widths = indents.map((indent) => indent.length).filter((width) => width > 0);
  return ' '.repeat(widths.length > 0 ? Math.min(8, Math.max(2, Math.min(...widths))) : 2);
}
