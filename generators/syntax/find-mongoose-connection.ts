import { ts } from 'ts-morph';

import type { MongooseConnection } from '../host/host.ts';
import { findMember } from './find-member.ts';
import type { PackageUse } from './find-package-uses.ts';
import { findValues } from './find-values.ts';
import type { ValueScope } from './value-scope.ts';

/**
 * The connection that one use of `MongooseModule` makes, `forRoot(uri, options)` or `forRootAsync(options)`, or that it counts on:
 * `forFeature(models, connectionName)`.
 */
export function findMongooseConnection({ node, name, method, file, line, rootFactory }: PackageUse, scope: ValueScope): MongooseConnection {
  const follow = (value: ts.Node): readonly ts.Node[] => findValues(value, scope);
  const [first, second] = ts.isCallExpression(node) ? node.arguments : [];
  const given = method === 'forRootAsync' ? first : second;
  const names = given ? follow(given).flatMap((value) => connectionNames(value, follow)) : [];
  const literal = names.find(ts.isStringLiteralLike)?.text;
  return { name: literal ?? (names.length > 0 ? null : 'default'), rootFactory, evidence: { file, line, what: `${name}.${method}` } };
}

/** What a name is written as: by itself, or as an option. */
function connectionNames(value: ts.Node, follow: (node: ts.Node) => readonly ts.Node[]): readonly ts.Node[] {
  return ts.isObjectLiteralExpression(value) ? findMember(value, 'connectionName', follow) : [value];
}
