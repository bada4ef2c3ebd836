import { ts } from 'ts-morph';
import { constantOf } from './constant-of.ts';
import { findDeclaration } from './find-declaration.ts';
import { findImportBindings } from './find-imports.ts';
import { findReferences } from './find-references.ts';
import { listObstacle } from './list-obstacle.ts';
import type { ListObstacle } from './list-place.ts';
import { isOnlyFor } from './variable-changes.ts';

/** The `Module({...})` of Nest that decorates a class: as a decorator, inside one composed of several, or called with the class. */
export function findModuleCall(decorated: ts.ClassLikeDeclaration, className: string): ts.CallExpression | ListObstacle {
  const isModule = moduleTest(decorated.getSourceFile());
  const decorators = ts.canHaveDecorators(decorated) ? (ts.getDecorators(decorated) ?? []) : [];
  const direct = [...decorators.flatMap(({ expression }) => callsIn(expression, isModule)), ...appliedTo(decorated, className, isModule)];
  const [first, second] = direct.length > 0 ? direct : decorators.flatMap(({ expression }) => composedCalls(expression, isModule));
  if (first === undefined) {
    return listObstacle(decorators[0] ?? decorated.name ?? decorated, {
      message: `No @Module of @nestjs/common stands on ${className === 'default' ? 'the default export' : className} in this file.`,
      expected: '@Module({ imports: [...] })',
    });
  }
  if (second === undefined) return first;
  return listObstacle(second, { message: 'The class is decorated with @Module twice.', expected: 'one @Module on the class' });
}

type ModuleTest = (callee: ts.Expression) => boolean;

function moduleTest(file: ts.SourceFile): ModuleTest {
  const bindings = findImportBindings(file).filter(({ specifier }) => specifier.split('/', 2).join('/') === '@nestjs/common');
  const named = new Set(bindings.filter(({ imported }) => imported === 'Module').map(({ local }) => local));
  const namespaces = new Set(bindings.filter(({ imported }) => imported === '*' || imported === 'default').map(({ local }) => local));
  return (callee) => {
    if (ts.isIdentifier(callee)) return named.has(callee.text);
    return ts.isPropertyAccessExpression(callee) && callee.name.text === 'Module' && namespaces.has(callee.expression.getText());
  };
}

function callsIn(root: ts.Node, isModule: ModuleTest): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isModule(node.expression)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return calls;
}

/** `Module({...})(AppModule)` */
function appliedTo(decorated: ts.ClassLikeDeclaration, className: string, isModule: ModuleTest): readonly ts.CallExpression[] {
  return callsIn(decorated.getSourceFile(), isModule).filter(({ parent }) => {
    if (!ts.isCallExpression(parent)) return false;
    const argument = parent.arguments[0];
    return argument !== undefined && ts.isIdentifier(argument) && argument.text === className;
  });
}

/** `@Root()` or `@Root`, where the file itself makes `Root` of a `Module({...})`, for this class alone. */
function composedCalls(decorator: ts.Expression, isModule: ModuleTest): readonly ts.CallExpression[] {
  const callee = ts.isCallExpression(decorator) ? decorator.expression : decorator;
  if (!ts.isIdentifier(callee)) return [];
  const constant = constantOf(callee);
  if (constant !== null) return isOnlyFor(constant, callee) ? callsIn(constant.initializer, isModule) : [];
  const declaration = findDeclaration(callee);
  if (declaration === null || !ts.isFunctionDeclaration(declaration)) return [];
  return findReferences(declaration).every(({ identifier }) => identifier === callee) ? callsIn(declaration, isModule) : [];
}
