import { ts } from 'ts-morph';

import type { InjectionToken } from '../host/host.ts';
import { findImportedName } from './find-imported-name.ts';
import { findValues } from './find-values.ts';
import { unwrapExpression } from './unwrap-expression.ts';
import type { ValueScope } from './value-scope.ts';

/** The token of `provide: TOKEN` as another file writes it; `null` where it is computed, or kept to its file. */
export function findInjectionToken(provide: ts.Expression, scope: ValueScope): InjectionToken | null {
  const expression = unwrapExpression(provide);
  const root = rootOf(expression);
  const imported = root && findImportedName(root, scope);
  if (root && imported) {
    return { kind: 'name', expression: expression.getText(), root: root.text, imported };
  }
  const text = findValues(expression, scope).find(ts.isStringLiteralLike)?.text;
  return text === undefined ? null : { kind: 'text', text };
}

/** The name that `Tokens.Database` begins with. */
function rootOf(expression: ts.Expression): ts.Identifier | null {
  if (ts.isIdentifier(expression)) return expression;
  return ts.isPropertyAccessExpression(expression) ? rootOf(expression.expression) : null;
}
