import { ts } from 'ts-morph';
import type { SourceStyle } from './source-style.ts';

/** The style of a file as most of it is written; what the file does not tell is as prettier has it. */
export function readSourceStyle(file: ts.SourceFile): SourceStyle {
  const votes = collectVotes(file);
  return {
    eol: majority(file.text.match(/\r?\n/g)?.map((eol) => (eol === '\n' ? '\n' : '\r\n')) ?? [], '\n'),
    indent: indentOf(file.text),
    quote: majority(votes.quotes, "'"),
    semicolon: majority(votes.semicolons, ';'),
    bracePadding: majority(votes.bracePaddings, ' '),
    trailingComma: majority(votes.trailingCommas, ','),
  };
}

interface Votes {
  readonly quotes: ("'" | '"')[];
  readonly semicolons: (';' | '')[];
  readonly bracePaddings: (' ' | '')[];
  readonly trailingCommas: (',' | '')[];
}

function collectVotes(file: ts.SourceFile): Votes {
  const votes: Votes = { quotes: [], semicolons: [], bracePaddings: [], trailingCommas: [] };
  const { text } = file;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) votes.quotes.push(text[node.end - 1] === '"' ? '"' : "'");
    if (endsWithSemicolon(node)) votes.semicolons.push(text[node.end - 1] === ';' ? ';' : '');
    if (ts.isNamedImports(node) || ts.isObjectLiteralExpression(node)) {
      const inner = text.slice(node.getStart(file) + 1, node.end - 1);
      if (inner.trim() !== '' && !inner.includes('\n')) votes.bracePaddings.push(inner.startsWith(' ') ? ' ' : '');
    }
    if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) {
      const items = ts.isArrayLiteralExpression(node) ? node.elements : node.properties;
      const last = items.at(-1);
      if (last !== undefined && text.slice(last.end, node.end).includes('\n'))
        votes.trailingCommas.push(items.hasTrailingComma === true ? ',' : '');
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return votes;
}

function endsWithSemicolon(node: ts.Node): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    ts.isExportAssignment(node) ||
    ts.isVariableStatement(node) ||
    ts.isExpressionStatement(node) ||
    ts.isReturnStatement(node)
  );
}

/** The commonest step from one line to a deeper one. */
function indentOf(text: string): string {
  const indents = text
    .split(/\r?\n/)
    .filter((line) => /^\s*[^\s*]/.test(line))
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const steps = indents.flatMap((indent, index) => {
    const before = indents[index - 1] ?? '';
    return indent.length > before.length && indent.startsWith(before) ? [indent.slice(before.length)] : [];
  });
  return majority(steps, '  ');
}

function majority<T extends string>(votes: readonly T[], otherwise: T): T {
  const counts = new Map<T, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const [winner] = [...counts].toSorted(([, a], [, b]) => b - a);
  return winner?.[0] ?? otherwise;
}
