import { ts } from 'ts-morph';

import type { TypeOrmConfiguration } from '../host/host.ts';
import { findExport } from './find-export.ts';
import { findMember } from './find-member.ts';
import { findTypeOrmOptions } from './find-typeorm-options.ts';
import { findValues } from './find-values.ts';
import type { ValueScope } from './value-scope.ts';

/** The options of every `new DataSource(...)` in a file for TypeORM's command line; of its default export where it makes none. */
export function findDataSources(source: ts.SourceFile, scope: ValueScope): readonly TypeOrmConfiguration[] {
  const made: TypeOrmConfiguration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && /(?:^|\.)DataSource$/.test(node.expression.getText())) {
      made.push({ ...findTypeOrmOptions(node, scope), role: 'cli', rootFactory: null, dataSourceFile: source.fileName });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (made.length > 0) return made;
  const exported = findExport(source, 'default', scope);
  const options = exported ? findValues(exported, scope).filter(ts.isObjectLiteralExpression) : [];
  return options
    .filter((object) => findMember(object, 'type', (node) => findValues(node, scope)).length > 0)
    .map((object) => ({ ...findTypeOrmOptions(object, scope), role: 'cli', rootFactory: null, dataSourceFile: null }));
}
