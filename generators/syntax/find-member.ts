import { ts } from 'ts-morph';

import { findPackageImport } from './find-package-import.ts';
import { findProperty } from './find-property.ts';
import { findReturned } from './find-returned.ts';

type Follow = (node: ts.Node) => readonly ts.Node[];

/**
 * The values of a member of an object, a class (static or not) or an instance made with `new`; empty where there is none to be seen.
 * `follow` is how the caller follows an expression to its values.
 */
export function findMember(value: ts.Node, name: string, follow: Follow): readonly ts.Node[] {
  if (ts.isObjectLiteralExpression(value)) return propertyValues(findProperty(value, name, follow), follow);
  if (ts.isClassLike(value)) return memberOf(value, name, follow);
  if (ts.isNewExpression(value)) return instanceMember(value, name, follow);
  return [];
}

function propertyValues(property: ts.ObjectLiteralElementLike | null, follow: Follow): readonly ts.Node[] {
  if (!property) return [];
  if (ts.isPropertyAssignment(property)) return follow(property.initializer);
  if (ts.isShorthandPropertyAssignment(property)) return follow(property.name);
  if (ts.isGetAccessorDeclaration(property)) return findReturned(property).flatMap(follow);
  return [property];
}

function memberOf(owner: ts.ClassLikeDeclaration, name: string, follow: Follow): readonly ts.Node[] {
  const member = owner.members.find((candidate) => candidate.name && ts.isIdentifier(candidate.name) && candidate.name.text === name);
  if (!member) return parameterProperty(owner, name, follow);
  if (ts.isPropertyDeclaration(member)) return member.initializer ? follow(member.initializer) : [];
  if (ts.isGetAccessorDeclaration(member)) return findReturned(member).flatMap(follow);
  return [member];
}

/** `constructor(private readonly config: DatabaseConfig)`. */
function parameterProperty(owner: ts.ClassLikeDeclaration, name: string, follow: Follow): readonly ts.Node[] {
  const parameter = owner.members
    .filter(ts.isConstructorDeclaration)
    .flatMap(({ parameters }) => parameters)
    .find((candidate) => candidate.modifiers && ts.isIdentifier(candidate.name) && candidate.name.text === name);
  return parameter ? follow(parameter) : [];
}

function instanceMember(instance: ts.NewExpression, name: string, follow: Follow): readonly ts.Node[] {
  const made = follow(instance.expression);
  const [options] = instance.arguments ?? [];
  const isDataSource = made.some((value) => findPackageImport(value)?.name === 'DataSource');
  if (isDataSource && name === 'options' && options) return follow(options);
  return made.flatMap((value) => findMember(value, name, follow));
}
