import { ts } from 'ts-morph';

import { memberName } from './property-of.ts';

/**
 * The member of an object that decides the value of `name`: the last one, as at run time, a spread counting where it stands.
 * `follow` is how the caller follows what is spread to its values.
 */
export function findProperty(
  object: ts.ObjectLiteralExpression,
  name: string,
  follow: (node: ts.Node) => readonly ts.Node[],
): ts.ObjectLiteralElementLike | null {
  for (const member of object.properties.toReversed()) {
    if (!ts.isSpreadAssignment(member)) {
      if (memberName(member) === name) return member;
      continue;
    }
    const spread = follow(member.expression).filter(ts.isObjectLiteralExpression);
    const found = spread.map((inner) => findProperty(inner, name, follow)).find((inner) => inner !== null);
    if (found) return found;
  }
  return null;
}
