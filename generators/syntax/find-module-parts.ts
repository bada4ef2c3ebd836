import { ts } from 'ts-morph';

import { findMember } from './find-member.ts';
import { findReturned } from './find-returned.ts';

/** What a module says in one place: in its decorator, or in a dynamic module that one of its static methods returns. */
export interface ModulePart {
  readonly declaration: ts.ClassLikeDeclaration;
  readonly isDynamic: boolean;
  readonly isGlobal: boolean;
  /** Lists as a rule. */
  readonly providers: readonly ts.Node[];
  /** Those of the decorator count for a dynamic module as well. */
  readonly exports: readonly ts.Node[];
}

type Follow = (node: ts.Node) => readonly ts.Node[];

/** The parts of a module of Nest; none for any other node. */
export function findModuleParts(node: ts.Node, follow: Follow): readonly ModulePart[] {
  if (!ts.isClassLike(node)) return [];
  const decorators = (ts.getDecorators(node as ts.ClassDeclaration) ?? []).map(({ expression }) => expression).filter(ts.isCallExpression);
  const metadata = decorators.flatMap((call) => call.arguments.flatMap(follow)).filter(ts.isObjectLiteralExpression);
  if (metadata.length === 0) return [];
  const isGlobal = decorators.some(({ expression }) => /(?:^|\.)Global$/.test(expression.getText()));
  const exported = metadata.flatMap((object) => findMember(object, 'exports', follow));
  const own: ModulePart = { declaration: node, isDynamic: false, isGlobal, providers: metadata.flatMap((object) => findMember(object, 'providers', follow)), exports: exported };
  const returned = node.members.filter(isStaticMethod).flatMap(findReturned).flatMap(follow).filter(ts.isObjectLiteralExpression);
  const dynamic = returned.map((object): ModulePart => ({
    declaration: node,
    isDynamic: true,
    isGlobal: isGlobal || findMember(object, 'global', follow).some(({ kind }) => kind === ts.SyntaxKind.TrueKeyword),
    providers: findMember(object, 'providers', follow),
    exports: [...exported, ...findMember(object, 'exports', follow)],
  }));
  return [own, ...dynamic];
}

function isStaticMethod(member: ts.ClassElement): member is ts.MethodDeclaration {
  return ts.isMethodDeclaration(member) && (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false);
}
