import { ts } from 'ts-morph';

import { findClasses } from './find-class.ts';
import { findConfiguration } from './find-configuration.ts';
import { findMember } from './find-member.ts';
import { findPackageImport, type PackageImport } from './find-package-import.ts';
import { findProperty } from './find-property.ts';
import { findReferences, isReference } from './find-references.ts';
import { findValues } from './find-values.ts';
import { lineOf } from './line-of.ts';
import { memberName } from './property-of.ts';
import type { ValueScope } from './value-scope.ts';

/**
 * A place where what a root module reaches uses something of a package: `TypeOrmModule.forRoot(...)`, `new DataSource(...)`,
 * `extends PrismaClient`.
 */
export interface PackageUse extends PackageImport {
  /** The static method that is called: `forRoot`. */
  readonly method: string | null;
  readonly file: string;
  readonly line: number;
  readonly node: ts.Node;
  /** The static method of the root class that alone leads there; `null` where its decorator does. */
  readonly rootFactory: string | null;
}

export interface PackageUses {
  /** Nearest to the root module first. */
  readonly uses: readonly PackageUse[];
  /** Everything that was walked through: classes of modules, dynamic modules, lists, functions that make them. */
  readonly walked: readonly ts.Node[];
  /** The scope in which the configuration that the modules load is known. */
  readonly scope: ValueScope;
}

/** Modules are walked breadth first; what configures an application stands near its top, and a large host has to cost as little as a small one. */
const maximalNodes = 200;

/** Whether a provider has to do with a database, by its text: reading all of them would read the whole host. */
const persistent = /prisma|drizzle|knex|kysely|mongo|sequelize|typeorm|mikro|data[-_]?source|database|\bdb/i;

/**
 * Walks from a module class through everything its `imports` mention: other modules, lists, functions that make lists, dynamic modules.
 * What a module mentions counts as reached, whether or not a condition stands before it.
 */
export function findPackageUses(source: ts.SourceFile, rootClass: string, scope: ValueScope): PackageUses {
  const uses: PackageUse[] = [];
  const roots: readonly ts.Node[] = findClasses(source, rootClass);
  const queue = [...roots];
  const seen = new Set(queue);
  const reachedBy = new Map<ts.Node, string | null>();
  let rootFactory: string | null = null;
  const mentioned = new Set<ts.Node>();
  const configuration = new Map(scope.configuration);

  const reach = (value: ts.Node): void => {
    if (seen.has(value) || ts.isSourceFile(value)) return;
    seen.add(value);
    for (const next of [value, ...grownBy(value)]) {
      queue.push(next);
      reachedBy.set(next, rootFactory);
    }
  };

  const mention = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || mentioned.has(node)) return;
    mentioned.add(node);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const use = packageUse(node, scope, rootFactory);
      if (use) {
        uses.push(use);
        for (const [namespace, values] of findConfiguration(use, scope)) configuration.set(namespace, values);
        for (const part of mentionedBy(use, node)) mention(part);
        return;
      }
    }
    if (queue.length < maximalNodes && isName(node)) {
      for (const value of findValues(node, scope)) {
        const from = findPackageImport(value);
        if (from) uses.push(useOf(from, null, node, rootFactory));
        else if (value !== node) reach(value);
      }
    }
    ts.forEachChild(node, mention);
  };

  for (const node of queue) {
    const parts = ts.isClassLike(node) ? classParts(node, scope) : [node];
    for (const part of parts) {
      // A static method that the decorator calls has been reached by then.
      const isFactory = roots.includes(node) && ts.isMethodDeclaration(part) && !seen.has(part);
      rootFactory = isFactory ? memberName(part) : (reachedBy.get(node) ?? null);
      mention(part);
    }
  }
  return { uses, walked: queue, scope: { ...scope, configuration } };
}

function isName(node: ts.Node): boolean {
  if (!ts.isIdentifier(node)) return ts.isPropertyAccessExpression(node);
  return isReference(node) || ts.isExpressionWithTypeArguments(node.parent);
}

function packageUse(node: ts.CallExpression | ts.NewExpression, scope: ValueScope, rootFactory: string | null): PackageUse | null {
  const { expression: callee } = node;
  const direct = packageImportOf(callee, scope);
  if (direct) return useOf(direct, null, node, rootFactory);
  const owner = ts.isPropertyAccessExpression(callee) ? packageImportOf(callee.expression, scope) : null;
  return owner && ts.isPropertyAccessExpression(callee) ? useOf(owner, callee.name.text, node, rootFactory) : null;
}

function useOf(from: PackageImport, method: string | null, node: ts.Node, rootFactory: string | null): PackageUse {
  return { ...from, method, file: node.getSourceFile().fileName, line: lineOf(node), node, rootFactory };
}

function packageImportOf(expression: ts.Expression, scope: ValueScope): PackageImport | null {
  for (const value of findValues(expression, scope)) {
    const found = findPackageImport(value);
    if (found) return found;
  }
  return null;
}

/** Of what a package's function is given, only lists of modules are followed: entities and options are not part of the walk. */
function mentionedBy({ module }: PackageUse, call: ts.CallExpression | ts.NewExpression): readonly ts.Node[] {
  const args = call.arguments ?? [];
  if (module === '@nestjs/common' || module === '@nestjs/config') return args;
  const options = args.flatMap((argument) => (ts.isObjectLiteralExpression(argument) ? [...argument.properties] : []));
  return options.filter((property) => memberName(property) === 'imports');
}

/** What of a class says which modules it brings in, and which providers it keeps its data with. */
function classParts(declaration: ts.ClassLikeDeclaration, scope: ValueScope): readonly ts.Node[] {
  const metadata = decoratorsOf(declaration).flatMap((argument) => findValues(argument, scope).filter(ts.isObjectLiteralExpression));
  const statics = declaration.members.filter((member) => ts.isMethodDeclaration(member) && isStatic(member));
  const bases = declaration.heritageClauses?.flatMap(({ types }) => types.map(({ expression }) => expression)) ?? [];
  const made = declaration.members.filter(ts.isPropertyDeclaration).flatMap(({ initializer }) => (initializer ? [initializer] : []));
  const follow = (node: ts.Node): readonly ts.Node[] => findValues(node, scope);
  const modules = metadata.map((object) => findProperty(object, 'imports', follow)).filter((property) => property !== null);
  const providers = metadata.flatMap((object) => findMember(object, 'providers', follow)).flatMap(persistentElements);
  return metadata.length > 0 ? [...modules, ...statics, ...providers] : [...bases, ...made, ...statics];
}

/** What is pushed later into the list that a variable is given. */
function grownBy(value: ts.Node): readonly ts.Node[] {
  let holder = value.parent;
  while (ts.isExpression(holder) && !ts.isObjectLiteralExpression(holder) && !ts.isFunctionLike(holder)) holder = holder.parent;
  if (!ts.isVariableDeclaration(holder)) return [];
  return findReferences(holder)
    .filter(({ kind }) => kind === 'grown')
    .flatMap(({ identifier }) => (ts.isCallExpression(identifier.parent.parent) ? [...identifier.parent.parent.arguments] : []));
}

function persistentElements(list: ts.Node): readonly ts.Node[] {
  const elements = ts.isArrayLiteralExpression(list) ? [...list.elements] : [];
  return elements.filter((element) => persistent.test(element.getText()));
}

function decoratorsOf(declaration: ts.ClassLikeDeclaration): readonly ts.Expression[] {
  const decorators = ts.canHaveDecorators(declaration) ? (ts.getDecorators(declaration) ?? []) : [];
  return decorators.flatMap(({ expression }) => (ts.isCallExpression(expression) ? [...expression.arguments] : []));
}

function isStatic(member: ts.MethodDeclaration): boolean {
  return member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}
