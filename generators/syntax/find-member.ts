import { ts } from 'ts-morph';

import { findPackageImport } from './find-package-import.ts';
import { findReturned } from './find-returned.ts';

type Follow = (node: ts.Node) => readonly ts.Node[];

/**
 * The values of a member of an object, a class (static or not) or an instance made with `new`; empty where there is none to be seen.
 * `follow` is how the caller follows an expression to its values.
 */
export function findMember(value: ts.Node, name: string, follow: Follow): readonly ts.Node[] {
  if (ts.isObjectLiteralExpression(value)) return propertyOf(value, name, follow);
  if (ts.isClassLike(value)) return memberOf(value, name, follow);
  if (ts.isNewExpression(value)) return instanceMember(value, name, follow);
  return [];
}

/** The last one wins, as at run time; a spread counts where it stands. */
function propertyOf(object: ts.ObjectLiteralExpression, name: string, follow: Follow): readonly ts.Node[] {
  for (const property of object.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      const spread = follow(property.expression).flatMap((value) => findMember(value, name, follow));
      if (spread.length > 0) return spread;
    } else if (nameOf(property) === name) {
      return propertyValues(property, follow);
    }
  }
  return [];
}

function propertyValues(property: ts.ObjectLiteralElementLike, follow: Follow): readonly ts.Node[] {
  if (ts.isPropertyAssignment(property)) return follow(property.initializer);
  if (ts.isShorthandPropertyAssignment(property)) return follow(property.name);
  if (ts.isGetAccessorDeclaration(property)) return findReturned(property).flatMap(follow);
  return [property];
}

function memberOf(owner: ts.ClassLikeDeclaration, name: string, follow: Follow): readonly ts.Node[] {
  const member = owner.members.find((candidate) => nameOf(candidate) === name);
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

function nameOf(element: ts.ObjectLiteralElementLike | ts.ClassElement): string | null {
  const { name } = element;
  return name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? name.text : null;
}
