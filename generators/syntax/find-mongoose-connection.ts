import { ts } from 'ts-morph';

import type { MongooseConnection } from '../host/host.ts';
import { findMember } from './find-member.ts';
import type { PackageUse } from './find-package-uses.ts';
import { findProperty } from './find-property.ts';
import { findValues } from './find-values.ts';
import type { ValueScope } from './value-scope.ts';

/** The connection of one `MongooseModule.forRoot(uri, options)` or `forRootAsync(options)`. */
export function findMongooseConnection({ node, name, method, file, line, rootFactory }: PackageUse, scope: ValueScope): MongooseConnection {
  const follow = (value: ts.Node): readonly ts.Node[] => findValues(value, scope);
  const options = ts.isCallExpression(node) ? node.arguments[method === 'forRoot' ? 1 : 0] : undefined;
  const objects = options ? follow(options).filter(ts.isObjectLiteralExpression) : [];
  const isNamed = objects.some((object) => findProperty(object, 'connectionName', follow) !== null);
  const given = objects.flatMap((object) => findMember(object, 'connectionName', follow)).find(ts.isStringLiteralLike)?.text;
  return { name: given ?? (isNamed ? null : 'default'), rootFactory, evidence: { file, line, what: `${name}.${method}` } };
}
