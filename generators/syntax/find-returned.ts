import { ts } from 'ts-morph';

/** The expressions a function can return, those of functions inside it left out; none for what is no function with a body. */
export function findReturned(node: ts.Node): readonly ts.Expression[] {
  const body = ts.isFunctionLike(node) && 'body' in node ? node.body : undefined;
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const returned: ts.Expression[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isReturnStatement(inner) && inner.expression) returned.push(inner.expression);
    if (!ts.isFunctionLike(inner) && !ts.isClassLike(inner)) ts.forEachChild(inner, visit);
  };
  ts.forEachChild(body, visit);
  return returned;
}
