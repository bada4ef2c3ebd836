import { ts } from 'ts-morph';
import { constantOf } from './constant-of.ts';
import { listLiteral } from './list-literal.ts';
import { listObstacle } from './list-obstacle.ts';
import type { InheritedList, ListObstacle, ListPlace } from './list-place.ts';
import { memberName, propertyOf } from './property-of.ts';
import { resolveList, type ListRules } from './resolve-list.ts';
import { unwrapExpression } from './unwrap-expression.ts';
import { changesAfter, isOnlyFor, isWritten } from './variable-changes.ts';

/** A place, and the expressions that make up the list as it is. */
export interface ResolvedMember {
  readonly place: ListPlace;
  readonly values: readonly ts.Node[];
}

/** Where an element goes in the list that the object `options` holds under `key`. */
export function resolveMember(options: ts.Expression, key: string, rules: ListRules): ResolvedMember {
  const core = unwrapExpression(options);
  if (ts.isObjectLiteralExpression(core)) return memberOfLiteral(core, key, rules);
  const constant = ts.isIdentifier(core) ? constantOf(core) : null;
  const literal = constant === null ? null : unwrapExpression(constant.initializer);
  if (!ts.isIdentifier(core) || constant === null || literal === null || !ts.isObjectLiteralExpression(literal)) {
    return unresolved(
      listObstacle(options, { message: `The object that holds \`${key}\` is not written in this file.`, expected: `{ ${key}: [...] }` }),
    );
  }
  const own = memberOfLiteral(literal, key, rules);
  // What is pushed to the list through the constant is in the list too.
  const member = { ...own, values: [...own.values, core] };
  if (member.place.kind === 'obstacle' || isOnlyFor(constant, core)) return member;
  if (changesAfter(constant, core)) {
    return unresolved(
      listObstacle(constant, { message: `The object that holds \`${key}\` changes after it is used here.`, expected: `{ ${key}: [...] }` }),
    );
  }
  const inherited = inheritedFrom(core, literal, key, rules);
  if (inherited !== null && 'kind' in inherited) return unresolved(inherited);
  return { ...member, place: { kind: 'copy', value: { start: options.getStart(), end: options.end }, key, inherited } };
}

function memberOfLiteral(object: ts.ObjectLiteralExpression, key: string, rules: ListRules): ResolvedMember {
  const member = propertyOf(object, key);
  const computed = object.properties.find(
    (other) => other.name !== undefined && ts.isComputedPropertyName(other.name) && memberName(other) === null,
  );
  if (computed !== undefined) {
    return unresolved(listObstacle(computed, { message: `A computed name could be \`${key}\`.`, expected: 'names that are spelt out' }));
  }
  if (member === null) return missingFrom(object, key, rules);
  const overriding = object.properties
    .slice(object.properties.indexOf(member) + 1)
    .find((later) => ts.isSpreadAssignment(later) && mayBring(later.expression, key));
  if (overriding !== undefined) {
    return unresolved(
      listObstacle(overriding, { message: `What is spread behind \`${key}\` may replace it.`, expected: `\`${key}\` behind the spread` }),
    );
  }
  if (ts.isPropertyAssignment(member)) return { place: resolveList(member.initializer, rules), values: [member.initializer] };
  if (ts.isShorthandPropertyAssignment(member)) return { place: resolveList(member.name, rules), values: [member.name] };
  return unresolved(listObstacle(member, { message: `\`${key}\` is a function or accessor.`, expected: `${key}: [...]` }));
}

/** The key is to be added behind the last member, so it has to carry on what a spread brings under the same name. */
function missingFrom(object: ts.ObjectLiteralExpression, key: string, rules: ListRules): ResolvedMember {
  const spread = object.properties.findLast(
    (member): member is ts.SpreadAssignment => ts.isSpreadAssignment(member) && mayBring(member.expression, key),
  );
  if (spread === undefined) return { place: { kind: 'property', object: listLiteral(object), key, inherited: null }, values: [] };
  const base = unwrapExpression(spread.expression);
  const constant = ts.isIdentifier(base) ? constantOf(base) : null;
  const source = constant === null ? null : unwrapExpression(constant.initializer);
  if (!ts.isIdentifier(base) || constant === null || source === null || !ts.isObjectLiteralExpression(source)) {
    return unresolved(
      listObstacle(spread, { message: `What is spread here may bring \`${key}\` along.`, expected: `\`${key}\` written in the object` }),
    );
  }
  if (isOnlyFor(constant, base)) return memberOfLiteral(source, key, rules);
  const inherited = inheritedFrom(base, source, key, rules);
  if (inherited !== null && 'kind' in inherited) return unresolved(inherited);
  const member = propertyOf(source, key);
  return {
    place: { kind: 'property', object: listLiteral(object), key, inherited },
    values: member !== null && ts.isPropertyAssignment(member) ? [member.initializer] : [],
  };
}

/** The list that a constant holds, which its declared type may make optional. */
function inheritedFrom(
  base: ts.Identifier,
  literal: ts.ObjectLiteralExpression,
  key: string,
  rules: ListRules,
): InheritedList | null | ListObstacle {
  if (literal.properties.some((member) => ts.isSpreadAssignment(member) && mayBring(member.expression, key))) {
    return listObstacle(literal, {
      message: `What is spread here may bring \`${key}\` along.`,
      expected: `\`${key}\` written in the object`,
    });
  }
  const member = propertyOf(literal, key);
  const constant = constantOf(base);
  if (member === null && constant !== null && isWritten(constant, key)) {
    return listObstacle(constant, {
      message: `\`${key}\` is given to this object elsewhere.`,
      expected: `\`${key}\` written in the object`,
    });
  }
  if (member === null) return null;
  const value = ts.isPropertyAssignment(member) ? member.initializer : null;
  const declared = constant?.type !== undefined;
  if (value === null || !rules.spreadable(value) || (declared && rules.declaredAs !== 'array')) {
    return listObstacle(member, { message: `\`${key}\` is computed in a way that cannot be followed.`, expected: 'an array literal' });
  }
  return { code: `${base.text}.${key}`, presence: declared ? 'maybe undefined' : 'certain' };
}

/** Whether spreading `value` can set `key`: only literals tell that it cannot. */
function mayBring(value: ts.Expression, key: string): boolean {
  const core = unwrapExpression(value);
  if (ts.isObjectLiteralExpression(core)) {
    return core.properties.some((member) =>
      ts.isSpreadAssignment(member) ? mayBring(member.expression, key) : memberName(member) === null || memberName(member) === key,
    );
  }
  if (ts.isConditionalExpression(core)) return mayBring(core.whenTrue, key) || mayBring(core.whenFalse, key);
  if (ts.isBinaryExpression(core) && core.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return mayBring(core.right, key);
  const constant = ts.isIdentifier(core) ? constantOf(core) : null;
  return constant === null || isWritten(constant, key) || mayBring(constant.initializer, key);
}

function unresolved(place: ListObstacle): ResolvedMember {
  return { place, values: [] };
}
