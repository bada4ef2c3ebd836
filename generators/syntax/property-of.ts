import { ts } from 'ts-morph';

/** The name of a member where the text spells it: `imports`, `'imports'`, `['imports']`. */
export function memberName(member: ts.ObjectLiteralElementLike): string | null {
  const { name } = member;
  if (name === undefined) return null;
  if (ts.isComputedPropertyName(name)) return ts.isStringLiteralLike(name.expression) ? name.expression.text : null;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : null;
}

/** The member of an object literal that decides the value of `key`: the last of that name. */
export function propertyOf(object: ts.ObjectLiteralExpression, key: string): ts.ObjectLiteralElementLike | null {
  return object.properties.findLast((member) => memberName(member) === key) ?? null;
}
