import type { ts } from 'ts-morph';
import type { ListObstacle } from './list-place.ts';
import { lineOf } from './line-of.ts';

const longestFound = 100;

/** An obstacle that quotes the node it is about. */
export function listObstacle(node: ts.Node, obstacle: Pick<ListObstacle, 'message' | 'expected'>): ListObstacle {
  const found = node.getText().replace(/\s+/g, ' ');
  return {
    kind: 'obstacle',
    ...obstacle,
    line: lineOf(node),
    found: found.length > longestFound ? `${found.slice(0, longestFound)}…` : found,
  };
}
