import { ts } from 'ts-morph';

import type { MongoClientProvider, ProviderAccess, RootModule } from '../host/host.ts';
import { findImportedName } from './find-imported-name.ts';
import { findInjectionToken } from './find-injection-token.ts';
import { findMember } from './find-member.ts';
import { findModuleParts, type ModulePart } from './find-module-parts.ts';
import { findPackageImport } from './find-package-import.ts';
import type { PackageUses } from './find-package-uses.ts';
import { findProperty } from './find-property.ts';
import { findReturned } from './find-returned.ts';
import { findValues } from './find-values.ts';
import { lineOf } from './line-of.ts';
import type { ValueScope } from './value-scope.ts';

type Follow = (node: ts.Node) => readonly ts.Node[];

/** Providers in the modules that were walked through whose value is a `MongoClient` of the driver, or a `Db` of one. */
export function findMongoClients({ walked, scope }: PackageUses, rootModule: RootModule): readonly MongoClientProvider[] {
  const follow: Follow = (node) => findValues(node, scope);
  const found = new Map<ts.Node, MongoClientProvider>();
  for (const part of walked.flatMap((node) => findModuleParts(node, follow))) {
    for (const provider of elementsOf(part.providers, follow, mayProvide).filter(ts.isObjectLiteralExpression)) {
      const value = providedValue(provider, follow);
      if (value === null || found.has(provider)) continue;
      const provide = findProperty(provider, 'provide', follow);
      const token = provide && ts.isPropertyAssignment(provide) ? provide.initializer : null;
      found.set(provider, {
        value,
        token: token && findInjectionToken(token, scope),
        access: accessTo(provider, token, part, rootModule, scope),
        evidence: { file: provider.getSourceFile().fileName, line: lineOf(provider), what: token?.getText() ?? 'provider' },
      });
    }
  }
  return [...found.values()];
}

/** Providers that are named like classes are classes as a rule, and to look at each would read the whole host. */
function mayProvide(element: ts.Expression): boolean {
  return !ts.isIdentifier(element) || !/^[A-Z][A-Za-z0-9]*[a-z]/.test(element.text) || /provider|mongo|database|\bdb/i.test(element.text);
}

/** The values in lists, through the lists that are spread into them. */
function elementsOf(lists: readonly ts.Node[], follow: Follow, isWanted: (element: ts.Expression) => boolean = () => true): readonly ts.Node[] {
  return lists.flatMap((list): readonly ts.Node[] => {
    if (!ts.isArrayLiteralExpression(list)) return [list];
    return list.elements.flatMap((element) => {
      if (ts.isSpreadElement(element)) return elementsOf(follow(element.expression), follow, isWanted);
      return isWanted(element) ? elementsOf(follow(element), follow, isWanted) : [];
    });
  });
}

function providedValue(provider: ts.ObjectLiteralExpression, follow: Follow): MongoClientProvider['value'] | null {
  const made = findMember(provider, 'useFactory', follow).flatMap(findReturned).flatMap(follow);
  const values = [...made, ...findMember(provider, 'useValue', follow)].map((value) => clientValue(value, follow));
  return values.find((value) => value !== null) ?? null;
}

/** What a value is: `new MongoClient()`, `MongoClient.connect()`, `client.connect()`; `client.db()`; a parameter of either type. */
function clientValue(value: ts.Node, follow: Follow): MongoClientProvider['value'] | null {
  if (ts.isNewExpression(value)) return isDriverName(value.expression, 'MongoClient', follow) ? 'client' : null;
  if (ts.isParameter(value)) return typedValue(value, follow);
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return null;
  const { expression: owner, name } = value.expression;
  const isClient = isDriverName(owner, 'MongoClient', follow) || follow(owner).some((candidate) => candidate !== value && clientValue(candidate, follow) === 'client');
  if (!isClient) return null;
  return name.text === 'db' ? 'database' : name.text === 'connect' ? 'client' : null;
}

/** What is injected into a factory: `(client: MongoClient) => client.db()`. */
function typedValue({ type }: ts.ParameterDeclaration, follow: Follow): MongoClientProvider['value'] | null {
  if (!type || !ts.isTypeReferenceNode(type)) return null;
  if (isDriverName(type.typeName, 'MongoClient', follow)) return 'client';
  return isDriverName(type.typeName, 'Db', follow) ? 'database' : null;
}

function isDriverName(name: ts.Node, expected: 'MongoClient' | 'Db', follow: Follow): boolean {
  return follow(name).some((value) => {
    const from = findPackageImport(value);
    return from?.module === 'mongodb' && from.name === expected;
  });
}

function accessTo(provider: ts.Node, token: ts.Expression | null, part: ModulePart, rootModule: RootModule, scope: ValueScope): ProviderAccess {
  const { declaration, isGlobal, isDynamic } = part;
  const className = declaration.name?.text ?? 'the module';
  const follow: Follow = (node) => findValues(node, scope);
  const tokens = token ? follow(token) : [];
  const isSame = (value: ts.Node): boolean =>
    value === provider || tokens.some((other) => other === value || (ts.isStringLiteralLike(other) && ts.isStringLiteralLike(value) && other.text === value.text));
  if (!elementsOf(part.exports, follow).some(isSame)) {
    return { kind: 'hidden', why: `${className} does not export it`, remedy: `Add it to the exports of ${className}.`, snippet: `exports: [${token?.getText() ?? ''}],` };
  }
  if (isGlobal) return { kind: 'global' };
  const file = declaration.getSourceFile().fileName;
  if (file === rootModule.file && className === rootModule.className) {
    return { kind: 'hidden', why: `${className} is the root module, which ours cannot import`, remedy: 'Move it to a module of its own that exports it, and import that.' };
  }
  if (isDynamic) {
    return { kind: 'hidden', why: `${className} brings it only as a dynamic module`, remedy: `Make ${className} global, so that other modules see it.`, snippet: 'global: true,' };
  }
  const imported = declaration.name ? findImportedName(declaration.name, scope) : null;
  return imported ? { kind: 'import', className, imported } : { kind: 'hidden', why: `${className} cannot be imported from another file`, remedy: `Export the class ${className}.` };
}
