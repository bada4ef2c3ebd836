import { ts } from 'ts-morph';
import { endOfLineComments } from './list-literal.ts';

/** Where the first import of a file goes: on a new line behind what has to stay on top, or on the line that begins at `at`. */
export interface SourceHead {
  readonly place: 'behind' | 'at';
  readonly at: number;
}

/** Comments that only work, or only make sense, above everything else. */
const headerComment = /^\/\/\/|@ts-|eslint-|oxlint-|biome-|tslint:|@license|@copyright|copyright/i;

/** Below the shebang, the header comments and the directives of a file; above the comment of its first statement. */
export function findSourceHead(file: ts.SourceFile): SourceHead {
  const { text } = file;
  const directive = file.statements.filter(isDirective).at(-1);
  if (directive !== undefined) return { place: 'behind', at: endOfLineComments(text, directive.end) };

  const top = ts.getShebang(text)?.length ?? (text.startsWith('\uFEFF') ? 1 : 0);
  const first = file.statements[0]?.getStart(file) ?? text.length;
  const comments = ts.getLeadingCommentRanges(text, top) ?? [];
  const header = comments.findLast(({ pos, end }, index) => {
    const next = comments[index + 1]?.pos ?? first;
    return headerComment.test(text.slice(pos, end)) || /\n[ \t]*\r?\n/.test(text.slice(end, next));
  });
  if (header !== undefined) return { place: 'behind', at: header.end };
  return ts.getShebang(text) === undefined ? { place: 'at', at: top } : { place: 'behind', at: top };
}

/** `'use strict'`: a string as a statement, with nothing but its like before it. */
function isDirective(statement: ts.Statement, index: number, statements: readonly ts.Statement[]): boolean {
  const before = statements[index - 1];
  const isText = ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
  return isText && (before === undefined || isDirective(before, index - 1, statements));
}
