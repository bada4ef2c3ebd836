import { ts } from 'ts-morph';

import { findExport } from './find-export.ts';
import type { ValueScope } from './value-scope.ts';

/** The expression that a configuration file exports, by `export default`, `export =` or `module.exports =`; `null` where there is none. */
export function findExportedConfig(file: ts.SourceFile, scope: ValueScope): ts.Node | null {
  return findExport(file, 'default', scope) ?? file.statements.map(assigned).find((value) => value !== null) ?? null;
}

function assigned(statement: ts.Statement): ts.Expression | null {
  const assignment = ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression) ? statement.expression : null;
  return assignment?.left.getText() === 'module.exports' ? assignment.right : null;
}
