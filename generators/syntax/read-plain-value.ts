import { ts } from 'ts-morph';

import { findPackageImport } from './find-package-import.ts';
import { findPathPatterns } from './find-path-patterns.ts';
import { memberName } from './property-of.ts';
import { findReturned } from './find-returned.ts';
import { findValues } from './find-values.ts';
import type { ValueScope } from './value-scope.ts';

/** The key under which an object tells that it has members nobody can see: `...preset`. */
export const unseen = '...';

/**
 * What an expression evaluates to, as far as it is written down: texts, truth values, lists and objects of them; a regular expression is its
 * source, a function what it returns. `undefined` where it
 * cannot be known, or depends on a condition.
 */
export function readPlainValue(expression: ts.Node, scope: ValueScope): unknown {
  const [value, ...others] = findValues(expression, scope);
  if (value === undefined || others.length > 0) return undefined;
  if (ts.isObjectLiteralExpression(value)) return Object.assign({}, ...value.properties.map((property) => memberOf(property, scope)));
  if (ts.isArrayLiteralExpression(value)) return value.elements.flatMap((element) => elementsOf(element, scope));
  if (ts.isStringLiteralLike(value)) return value.text;
  if (ts.isRegularExpressionLiteral(value)) return value.text.slice(1, value.text.lastIndexOf('/'));
  if (value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword) return value.kind === ts.SyntaxKind.TrueKeyword;
  if (ts.isCallExpression(value) && isDefinition(value, scope)) return value.arguments[0] && readPlainValue(value.arguments[0], scope);
  if (ts.isFunctionLike(value)) return returnedBy(value, scope);
  const texts = ts.isExpression(value) ? findPathPatterns(value, scope) : [];
  return texts.length === 1 ? texts[0] : undefined;
}

/** `defineConfig({})`, which is there for its type. */
function isDefinition({ expression }: ts.CallExpression, scope: ValueScope): boolean {
  return findValues(expression, scope).some((callee) => findPackageImport(callee)?.name.startsWith('define') === true);
}

function returnedBy(fn: ts.SignatureDeclaration, scope: ValueScope): unknown {
  const [returned, ...others] = findReturned(fn);
  return returned && others.length === 0 ? readPlainValue(returned, scope) : undefined;
}

function memberOf(property: ts.ObjectLiteralElementLike, scope: ValueScope): object {
  if (ts.isSpreadAssignment(property)) {
    const spread = readPlainValue(property.expression, scope);
    return typeof spread === 'object' && spread !== null ? spread : { [unseen]: true };
  }
  const name = memberName(property);
  if (name === null) return { [unseen]: true };
  if (ts.isPropertyAssignment(property)) return { [name]: readPlainValue(property.initializer, scope) };
  return { [name]: ts.isShorthandPropertyAssignment(property) ? readPlainValue(property.name, scope) : undefined };
}

function elementsOf(element: ts.Expression, scope: ValueScope): readonly unknown[] {
  const value = readPlainValue(ts.isSpreadElement(element) ? element.expression : element, scope);
  return ts.isSpreadElement(element) && Array.isArray(value) ? value : [value];
}
