import { ts } from 'ts-morph';
import { constantOf, type Constant } from './constant-of.ts';
import { findDeclaration } from './find-declaration.ts';
import { listLiteral } from './list-literal.ts';
import { listObstacle } from './list-obstacle.ts';
import type { ListPlace, Presence } from './list-place.ts';
import { unwrapExpression } from './unwrap-expression.ts';
import { changesAfter, isOnlyFor } from './variable-changes.ts';

/** What may stand in a list. */
export interface ListRules {
  /** Whether a declared element type, as text, admits the element: otherwise the list is copied, not edited. */
  readonly admits: (type: string) => boolean;
  /** Whether a value that is no literal can be spread: `ModuleMetadata` promises an array, TypeORM's lists do not. */
  readonly spreadable: (value: ts.Expression) => boolean;
  /** What the list of an object is by the type that the object is declared with. */
  readonly declaredAs: 'array' | 'array or map';
}

/** Where an element goes in the list that `value` evaluates to. */
export function resolveList(value: ts.Expression, rules: ListRules): ListPlace {
  const literal = literalInside(value, rules);
  if (literal !== null) return { kind: 'literal', list: listLiteral(literal) };
  const core = unwrapExpression(value);
  const constant = ts.isIdentifier(core) ? constantOf(core) : null;
  return constant === null ? spread(value, rules) : resolveConstant(constant, value, core, rules);
}

function resolveConstant(constant: Constant, value: ts.Expression, use: ts.Expression, rules: ListRules): ListPlace {
  const typed = constant.type === undefined || rules.admits(constant.type.getText());
  return typed && isOnlyFor(constant, use) ? resolveList(constant.initializer, rules) : spread(value, rules);
}

function spread(value: ts.Expression, rules: ListRules): ListPlace {
  if (!rules.spreadable(value)) {
    return listObstacle(value, { message: 'The list is computed in a way that cannot be followed.', expected: 'an array literal' });
  }
  const owner = ownerOf(unwrapExpression(value));
  const variable = owner === null ? null : findDeclaration(owner);
  if (owner !== null && variable !== null && changesAfter(variable, owner)) {
    return listObstacle(variable, {
      message: 'The list is a variable that cannot be edited where it is made, and that changes after it is used here.',
      expected: 'a list that is complete where it is used',
    });
  }
  const range = { start: value.getStart(), end: value.end };
  if (ts.isShorthandPropertyAssignment(value.parent)) return { kind: 'shorthand', name: range };
  return { kind: 'value', value: range, form: formOf(value), presence: presenceOf(unwrapExpression(value)) };
}

/** `list` of `list`, `options` of `options.modules.all`. */
function ownerOf(value: ts.Expression): ts.Identifier | null {
  if (ts.isPropertyAccessExpression(value)) return ownerOf(value.expression);
  return ts.isIdentifier(value) ? value : null;
}

/** An operand can be spread as it stands; anything else reads better in brackets. */
function formOf(value: ts.Expression): 'operand' | 'expression' {
  const isOperand =
    ts.isIdentifier(value) ||
    ts.isCallExpression(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isElementAccessExpression(value) ||
    ts.isParenthesizedExpression(value) ||
    ts.isNonNullExpression(value);
  return isOperand ? 'operand' : 'expression';
}

function presenceOf(value: ts.Expression): Presence {
  if (ts.isConditionalExpression(value)) {
    const branches = [value.whenTrue, value.whenFalse].map((branch) => presenceOf(unwrapExpression(branch)));
    return branches.find((presence) => presence === 'maybe false') ?? branches.find((presence) => presence !== 'certain') ?? 'certain';
  }
  if (ts.isBinaryExpression(value)) return value.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? 'maybe false' : 'certain';
  // The list of another metadata object, whose type makes it optional.
  const isMetadata = ts.isPropertyAccessExpression(value) && value.name.text === 'imports';
  const isNothing = value.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(value) && value.text === 'undefined');
  return isMetadata || isNothing || ts.isOptionalChain(value) ? 'maybe undefined' : 'certain';
}

/**
 * The literal whose items all reach the value: itself (TypeORM takes a map of classes too), or what `.concat()`, `.flat()` and
 * `.filter(Boolean)` are called on.
 */
function literalInside(value: ts.Expression, rules: ListRules): ts.ArrayLiteralExpression | ts.ObjectLiteralExpression | null {
  if (!isAdmitted(value, rules)) return null;
  const core = unwrapExpression(value);
  if (ts.isArrayLiteralExpression(core) || ts.isObjectLiteralExpression(core)) return core;
  if (!ts.isCallExpression(core) || !ts.isPropertyAccessExpression(core.expression)) return null;
  return carriesAll(core.expression.name.text, core.arguments[0]) ? literalInside(core.expression.expression, rules) : null;
}

function isAdmitted(value: ts.Expression, rules: ListRules): boolean {
  if (ts.isSatisfiesExpression(value)) return rules.admits(value.type.getText()) && isAdmitted(value.expression, rules);
  if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value)) return isAdmitted(value.expression, rules);
  return true;
}

function carriesAll(method: string, argument: ts.Expression | undefined): boolean {
  if (method === 'concat' || method === 'flat') return true;
  if (method !== 'filter' || argument === undefined) return false;
  const arrow = ts.isArrowFunction(argument) ? argument.body : argument;
  return /^(?:Boolean|Boolean\(\w+\)|!!\w+)$/.test(arrow.getText());
}
