import { ts } from 'ts-morph';
import type { TextRange } from './text-range.ts';

/** A bracketed, comma-separated list as it stands in the text: array literal, object literal or named imports. */
export interface ListLiteral {
  /** Brackets included. */
  readonly range: TextRange;
  /** Without the comments around them. */
  readonly items: readonly TextRange[];
  /** The comma behind the last item, if there is one. */
  readonly trailingComma: TextRange | null;
  /** Behind the last item, its comma and the comments that share its line; in an empty list, behind its comments. */
  readonly tail: number;
}

export function listLiteral(node: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression | ts.NamedImports): ListLiteral {
  const file = node.getSourceFile();
  const items: ts.NodeArray<ts.Node> = ts.isObjectLiteralExpression(node) ? node.properties : node.elements;
  const range = { start: node.getStart(file), end: node.end };
  return {
    range,
    items: items.map((item) => ({ start: item.getStart(file), end: item.end })),
    trailingComma: items.hasTrailingComma ? { start: items.end - 1, end: items.end } : null,
    tail: items.length > 0 ? endOfLineComments(file.text, items.end) : endOfComments(file.text, range.start + 1),
  };
}

/** Behind the comments that start on the line of `position`; `position` itself where there are none. */
export function endOfLineComments(text: string, position: number): number {
  return ts.getTrailingCommentRanges(text, position)?.at(-1)?.end ?? position;
}

function endOfComments(text: string, position: number): number {
  return ts.getLeadingCommentRanges(text, position)?.at(-1)?.end ?? endOfLineComments(text, position);
}
