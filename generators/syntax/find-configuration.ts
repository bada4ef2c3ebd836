import { ts } from 'ts-morph';

import { findMember } from './find-member.ts';
import { memberName } from './property-of.ts';
import { findPackageImport } from './find-package-import.ts';
import type { PackageUse } from './find-package-uses.ts';
import { findReturned } from './find-returned.ts';
import { findValues } from './find-values.ts';
import type { ValueScope } from './value-scope.ts';

/**
 * The namespaces that `ConfigModule.forRoot({ load: [...] })` or `forFeature(...)` loads, and the objects behind them: those of
 * `registerAs(namespace, factory)`, and each key of what a plain factory returns. Nothing for any other use of a package.
 */
export function findConfiguration(use: PackageUse, scope: ValueScope): ReadonlyMap<string, readonly ts.Node[]> {
  const follow = (node: ts.Node): readonly ts.Node[] => findValues(node, scope);
  const [options] = ts.isCallExpression(use.node) ? use.node.arguments : [];
  if (use.module !== '@nestjs/config' || use.name !== 'ConfigModule' || !options) return new Map();
  const given = use.method === 'forFeature' ? follow(options) : follow(options).flatMap((value) => findMember(value, 'load', follow));
  const factories = given.flatMap((value) => (ts.isArrayLiteralExpression(value) ? value.elements.flatMap(follow) : [value]));
  return new Map(factories.flatMap((factory) => namespacesOf(factory, follow)));
}

type Namespace = readonly [name: string, values: readonly ts.Node[]];

function namespacesOf(factory: ts.Node, follow: (node: ts.Node) => readonly ts.Node[]): readonly Namespace[] {
  if (ts.isCallExpression(factory)) {
    const [name, inner] = factory.arguments;
    const isNamed = follow(factory.expression).some((callee) => findPackageImport(callee)?.name === 'registerAs');
    return isNamed && name && inner && ts.isStringLiteralLike(name)
      ? [[name.text, follow(inner).flatMap(findReturned).flatMap(follow)]]
      : [];
  }
  return findReturned(factory)
    .flatMap(follow)
    .filter(ts.isObjectLiteralExpression)
    .flatMap((object) =>
      object.properties.map(memberName).flatMap((name) => (name === null ? [] : [[name, findMember(object, name, follow)] as const])),
    );
}
