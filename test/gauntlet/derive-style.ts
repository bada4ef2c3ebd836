import { ts } from 'ts-morph';
import { applyEdits } from '../../generators/patch/apply-edits.ts';
import type { TextEdit } from '../../generators/patch/patch.ts';

/** A way to write the same tokens. */
export interface Style {
  readonly eol: '\n' | '\r\n';
  readonly bom: '' | '\uFEFF';
  readonly indent: '  ' | '    ' | '\t';
  readonly semicolons: 'all' | 'none';
  readonly quote: "'" | '"';
}

export const styles: readonly Style[] = (['\n', '\r\n'] as const).flatMap((eol) =>
  (['', '\uFEFF'] as const).flatMap((bom) =>
    (['  ', '    ', '\t'] as const).flatMap((indent) =>
      (['all', 'none'] as const).flatMap((semicolons) => (["'", '"'] as const).map((quote) => ({ eol, bom, indent, semicolons, quote }))),
    ),
  ),
);

export function styleName({ eol, bom, indent, semicolons, quote }: Style): string {
  return [
    eol === '\n' ? 'LF' : 'CRLF',
    bom ? 'BOM' : '',
    indent === '\t' ? 'tab' : `${indent.length} spaces`,
    semicolons === 'all' ? ';' : 'no ;',
    quote,
  ]
    .filter(Boolean)
    .join(', ');
}

const files = new Map<string, ts.SourceFile>();

function parsed(text: string): ts.SourceFile {
  const file = files.get(text) ?? ts.createSourceFile('style.ts', text, ts.ScriptTarget.Latest, true);
  files.set(text, file);
  return file;
}

/** A text of two spaces, LF, semicolons and single quotes in another style. */
export function deriveStyle(text: string, { eol, bom, indent, semicolons, quote }: Style): string {
  const file = parsed(text);
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (quote === '"' && ts.isStringLiteral(node)) {
      edits.push({ start: node.getStart(file), end: node.end, text: JSON.stringify(node.text) });
    }
    const last = node.end - 1;
    if (
      semicolons === 'none' &&
      (ts.isStatement(node) || ts.isPropertyDeclaration(node)) &&
      text[last] === ';' &&
      endsLine(text, node.end)
    ) {
      edits.push({ start: last, end: node.end, text: '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const unique = edits.filter((edit, index) => edits.findIndex(({ start }) => start === edit.start) === index);
  const restyled = applyEdits(text, unique)
    .replace(/^(?: {2})+/gm, (spaces) => indent.repeat(spaces.length / 2))
    .replaceAll('\n', eol);
  // No system runs a shebang behind a BOM.
  return restyled.startsWith('#!') ? restyled : bom + restyled;
}

/** Nothing but a comment follows on the line, and the next line cannot go on with the statement. */
function endsLine(text: string, position: number): boolean {
  return /^[ \t]*(?:\/\/[^\n]*)?(?:$|\n\s*(?![[(`+\-/.,]))/.test(text.slice(position));
}
