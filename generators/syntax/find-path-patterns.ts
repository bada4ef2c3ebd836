import { posix } from 'node:path';
import { ts } from 'ts-morph';

import { findValues } from './find-values.ts';
import type { ValueScope } from './value-scope.ts';

/**
 * The paths or globs an expression stands for, relative to the host's root: literals, templates, `+`, `join()`, `resolve()`, with
 * `__dirname`, `import.meta.dirname` and `process.cwd()` in them. Several where the value depends on a condition; empty where
 * any part cannot be known.
 */
export function findPathPatterns(expression: ts.Expression, scope: ValueScope): readonly string[] {
  return texts(expression, scope).map((text) => posix.normalize(text).replace(/^\.\//, ''));
}

type Texts = readonly string[];

function texts(expression: ts.Node, scope: ValueScope): Texts {
  return findValues(expression, scope).flatMap((value) => textOf(value, scope));
}

function textOf(value: ts.Node, scope: ValueScope): Texts {
  const folder = posix.dirname(value.getSourceFile().fileName);
  if (ts.isStringLiteralLike(value)) return [value.text];
  if (ts.isTemplateExpression(value)) return templateTexts(value, scope);
  if (ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return combine([texts(value.left, scope), texts(value.right, scope)]).map((parts) => parts.join(''));
  }
  if (ts.isIdentifier(value) && value.text === '__dirname') return [folder];
  if (ts.isIdentifier(value) && value.text === '__filename') return [value.getSourceFile().fileName];
  if (ts.isPropertyAccessExpression(value) && value.expression.getText() === 'import.meta') {
    return value.name.text === 'dirname' ? [folder] : [value.getSourceFile().fileName];
  }
  return ts.isCallExpression(value) ? callTexts(value, scope) : [];
}

function callTexts(call: ts.CallExpression, scope: ValueScope): Texts {
  const { expression: callee } = call;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  switch (name) {
    case 'cwd':
      return ['.'];
    case 'join':
    case 'resolve':
      return combine(call.arguments.map((argument) => texts(argument, scope))).map((parts) => posix.join(...parts));
    case 'dirname':
      return call.arguments.flatMap((argument) => texts(argument, scope)).map((path) => posix.dirname(path));
    case 'fileURLToPath':
      return call.arguments.flatMap((argument) => texts(argument, scope));
    default:
      return [];
  }
}

function templateTexts(template: ts.TemplateExpression, scope: ValueScope): Texts {
  const spans = template.templateSpans.map(({ expression, literal }) => texts(expression, scope).map((text) => text + literal.text));
  return combine([[template.head.text], ...spans]).map((parts) => parts.join(''));
}

/** Every way to take one of each. */
function combine(choices: readonly Texts[]): readonly Texts[] {
  return choices.reduce<readonly Texts[]>((sofar, next) => sofar.flatMap((parts) => next.map((text) => [...parts, text])), [[]]);
}
