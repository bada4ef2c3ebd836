import { ts } from 'ts-morph';

import { findDeclaration } from './find-declaration.ts';
import { findExport } from './find-export.ts';
import { findMember } from './find-member.ts';
import { findPackageImport } from './find-package-import.ts';
import { findReturned } from './find-returned.ts';
import type { ValueScope } from './value-scope.ts';

/** Steps after which a chain of names is given up; real ones take a dozen. */
const maximalSteps = 2000;

/**
 * Follows an expression to the syntax its values are written as: a class, an object, an array, a function, a literal, a whole file
 * (a module namespace). It goes through names, imports, casts, calls, destructuring and branches, so there can be several.
 * Where it can go no further the node it stands at is the value: a call of a package's function, a parameter, an import from a package.
 */
export function findValues(expression: ts.Node, scope: ValueScope): readonly ts.Node[] {
  const underWay = new Set<ts.Node>();
  let steps = 0;

  const follow = (node: ts.Node): readonly ts.Node[] => {
    if (underWay.has(node) || ++steps > maximalSteps) return [];
    underWay.add(node);
    const values = followOnce(node);
    underWay.delete(node);
    return values;
  };

  const followOnce = (node: ts.Node): readonly ts.Node[] => {
    if (ts.isIdentifier(node)) return orSelf(node, followName(node));
    if (ts.isConditionalExpression(node)) return [...follow(node.whenTrue), ...follow(node.whenFalse)];
    if (ts.isBinaryExpression(node)) return followBinary(node);
    if (ts.isPropertyAccessExpression(node)) return orSelf(node, membersOf(node.expression, node.name.text));
    if (ts.isElementAccessExpression(node)) return orSelf(node, followElement(node));
    if (ts.isCallExpression(node)) return orSelf(node, followCall(node));
    if (node.kind === ts.SyntaxKind.ThisKeyword) return orSelf(node, enclosingClass(node));
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isTypeAssertionExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isAwaitExpression(node)
    ) {
      return follow(node.expression);
    }
    return ts.isExpression(node) ? [node] : followDeclaration(node);
  };

  const followName = (name: ts.Identifier): readonly ts.Node[] => {
    const declaration = findDeclaration(name);
    return declaration ? follow(declaration) : [];
  };

  const followDeclaration = (declaration: ts.Node): readonly ts.Node[] => {
    if (ts.isVariableDeclaration(declaration)) return declaration.initializer ? follow(declaration.initializer) : [declaration];
    if (ts.isBindingElement(declaration)) return orSelf(declaration, followBinding(declaration));
    if (ts.isParameter(declaration)) return orSelf(declaration, followParameter(declaration));
    if (ts.isImportSpecifier(declaration)) {
      return orSelf(declaration, exportOf(declaration.parent.parent.parent, (declaration.propertyName ?? declaration.name).text));
    }
    if (ts.isImportClause(declaration)) return orSelf(declaration, exportOf(declaration.parent, 'default'));
    if (ts.isNamespaceImport(declaration)) return orSelf(declaration, fileOf(declaration.parent.parent.moduleSpecifier));
    if (ts.isImportEqualsDeclaration(declaration) && ts.isExternalModuleReference(declaration.moduleReference)) {
      return orSelf(declaration, fileOf(declaration.moduleReference.expression));
    }
    return [declaration];
  };

  const exportOf = (declaration: ts.Node, name: string): readonly ts.Node[] => {
    if (!ts.isImportDeclaration(declaration)) return [];
    return fileOf(declaration.moduleSpecifier).flatMap((file) => exported(file, name));
  };

  const fileOf = (specifier: ts.Expression | undefined): readonly ts.SourceFile[] => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return [];
    const file = scope.load(specifier.text, specifier.getSourceFile().fileName);
    return file ? [file] : [];
  };

  const exported = (file: ts.SourceFile, name: string): readonly ts.Node[] => {
    const found = findExport(file, name, scope);
    return found ? follow(found) : [];
  };

  const membersOf = (object: ts.Node, name: string): readonly ts.Node[] =>
    follow(object).flatMap((value) => (ts.isSourceFile(value) ? exported(value, name) : findMember(value, name, follow)));

  const followElement = ({ expression: object, argumentExpression: key }: ts.ElementAccessExpression): readonly ts.Node[] => {
    if (ts.isStringLiteralLike(key)) return membersOf(object, key.text);
    return ts.isNumericLiteral(key) ? elementsAt(follow(object), Number(key.text)) : [];
  };

  const elementsAt = (arrays: readonly ts.Node[], index: number): readonly ts.Node[] =>
    arrays.filter(ts.isArrayLiteralExpression).flatMap(({ elements }) => (elements[index] ? follow(elements[index]) : []));

  const followBinding = (element: ts.BindingElement): readonly ts.Node[] => {
    const pattern = element.parent;
    const owner = pattern.parent;
    if (ts.isArrayBindingPattern(pattern)) return elementsAt(follow(owner), pattern.elements.indexOf(element));
    const key = element.propertyName ?? element.name;
    return ts.isIdentifier(key) || ts.isStringLiteral(key) ? membersOf(owner, key.text) : [];
  };

  const followParameter = (parameter: ts.ParameterDeclaration): readonly ts.Node[] => {
    const fn = parameter.parent;
    const index = fn.parameters.indexOf(parameter);
    const promise = index === 0 ? thenOf(fn) : null;
    if (promise) return follow(promise);
    const typed = followType(parameter.type);
    if (typed.length > 0) return typed;
    const passed = scope.callers
      .flatMap(callsIn)
      .filter((call) => call.arguments[index] && mayCall(call, fn) && follow(call.expression).some((callee) => callee === fn))
      .flatMap((call) => follow(call.arguments[index]!));
    return passed.length > 0 || !parameter.initializer ? passed : follow(parameter.initializer);
  };

  /** What a parameter's type tells of its value: `ConfigType<typeof factory>`, or a class of the host. */
  const followType = (type: ts.TypeNode | undefined): readonly ts.Node[] => {
    if (!type || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return [];
    const [query] = type.typeArguments ?? [];
    if (type.typeName.text === 'ConfigType' && query && ts.isTypeQueryNode(query)) return follow(query.exprName).flatMap(produced);
    return followName(type.typeName).filter(ts.isClassLike);
  };

  /** What calling a value gives. */
  const produced = (callee: ts.Node): readonly ts.Node[] => {
    const factory = ts.isCallExpression(callee) ? registeredFactory(callee, follow) : null;
    return factory ? follow(factory).flatMap(produced) : findReturned(callee).flatMap(follow);
  };

  const followCall = (call: ts.CallExpression): readonly ts.Node[] => {
    const { expression: callee } = call;
    const [first] = call.arguments;
    if (callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')) return fileOf(first);
    if (ts.isPropertyAccessExpression(callee)) {
      const builtIn = followBuiltIn(callee, call.arguments);
      if (builtIn) return builtIn;
    }
    return follow(callee).flatMap(produced);
  };

  const followBuiltIn = (callee: ts.PropertyAccessExpression, args: readonly ts.Expression[]): readonly ts.Node[] | null => {
    const [first] = args;
    const object = callee.expression.getText();
    switch (callee.name.text) {
      case 'then':
        return first ? follow(first).flatMap(produced) : null;
      case 'all':
        return object === 'Promise' && first ? follow(first) : null;
      case 'assign':
        return object === 'Object' ? args.toReversed().flatMap(follow) : null;
      case 'freeze':
        return object === 'Object' && first ? follow(first) : null;
      case 'filter':
        return follow(callee.expression);
      case 'concat':
        return [...follow(callee.expression), ...args.flatMap(follow)];
      case 'asProvider':
        return follow(callee.expression).flatMap(produced);
      case 'get':
      case 'getOrThrow':
        return first && ts.isStringLiteralLike(first) ? followConfiguration(first.text) : null;
      default:
        return null;
    }
  };

  const followConfiguration = (key: string): readonly ts.Node[] | null => {
    const [namespace = '', ...path] = key.split('.');
    const found = scope.configuration.get(namespace);
    return found ? path.reduce((values, name) => values.flatMap((value) => findMember(value, name, follow)), found) : null;
  };

  const followBinary = (node: ts.BinaryExpression): readonly ts.Node[] => {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return [...follow(node.left), ...follow(node.right)];
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.CommaToken:
      case ts.SyntaxKind.EqualsToken:
        return follow(node.right);
      default:
        return [node];
    }
  };

  return follow(expression);
}

function orSelf(node: ts.Node, values: readonly ts.Node[]): readonly ts.Node[] {
  return values.length > 0 ? values : [node];
}

/** `promise` where a function is the argument of `promise.then(...)`. */
function thenOf(fn: ts.Node): ts.Expression | null {
  const call = fn.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== fn || !ts.isPropertyAccessExpression(call.expression)) return null;
  return call.expression.name.text === 'then' ? call.expression.expression : null;
}

/** The factory of `registerAs(namespace, factory)`. */
function registeredFactory(call: ts.CallExpression, follow: (node: ts.Node) => readonly ts.Node[]): ts.Expression | null {
  const isRegisterAs = follow(call.expression).some((callee) => {
    const from = findPackageImport(callee);
    return from?.module === '@nestjs/config' && from.name === 'registerAs';
  });
  return (isRegisterAs && call.arguments[1]) || null;
}

/** Cheap test before a callee is followed: a method is called by its own name. */
function mayCall({ expression: callee }: ts.CallExpression, fn: ts.SignatureDeclaration): boolean {
  if (!ts.isMethodDeclaration(fn)) return true;
  return ts.isPropertyAccessExpression(callee) && ts.isIdentifier(fn.name) && callee.name.text === fn.name.text;
}

function enclosingClass(node: ts.Node): readonly ts.Node[] {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (ts.isClassLike(parent)) return [parent];
  }
  return [];
}

function callsIn(file: ts.SourceFile): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return calls;
}
