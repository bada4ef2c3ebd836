import { ts } from 'ts-morph';

import { findMember } from './find-member.ts';
import { findPackageImport } from './find-package-import.ts';
import { findValues } from './find-values.ts';
import { lineOf } from './line-of.ts';
import type { ValueScope } from './value-scope.ts';

export type BootstrapKind = 'application' | 'microservice' | 'context' | 'command';

/** A call that starts a Nest application. */
export interface BootstrapCall {
  readonly kind: BootstrapKind;
  /** It makes an application that somebody lets listen: a server for HTTP, and no script. */
  readonly servesHttp: boolean;
  readonly file: string;
  readonly line: number;
  /** `NestFactory.create(AppModule)`, shortened. */
  readonly text: string;
  /** The classes it can be given. */
  readonly roots: readonly ClassLocation[];
  /** Where following its argument ended without a class. */
  readonly deadEnds: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}

export interface ClassLocation {
  readonly file: string;
  readonly className: string;
  /** Of the class with its decorators. */
  readonly line: number;
}

const factories: Readonly<Record<string, Readonly<Record<string, BootstrapKind>>>> = {
  '@nestjs/core#NestFactory': { create: 'application', createMicroservice: 'microservice', createApplicationContext: 'context' },
  'nest-commander#CommandFactory': {
    run: 'command',
    runWithoutClosing: 'command',
    runApplication: 'command',
    createWithoutRunning: 'command',
  },
};

/** Cheap test on a text, before it is parsed, for whether it can hold a bootstrap call. */
export const mayBootstrap = /\b(?:NestFactory|CommandFactory)\b/;

/** `app.listen(3000)`, and what hands the application to a cloud that listens. */
const listens = /\.listen(?:Async)?\s*\(|\bserverless|\bgetHttpAdapter\s*\(/i;

/** The bootstrap calls of one file, in the order of the text. */
export function findBootstrapCalls(source: ts.SourceFile, scope: ValueScope): readonly BootstrapCall[] {
  const calls: BootstrapCall[] = [];
  const visit = (node: ts.Node): void => {
    const kind = ts.isCallExpression(node) ? bootstrapKind(node, scope) : null;
    if (ts.isCallExpression(node) && kind) calls.push(bootstrapCall(node, kind, scope));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

function bootstrapKind(call: ts.CallExpression, scope: ValueScope): BootstrapKind | null {
  const { expression: callee } = call;
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const method = callee.name.text;
  if (!Object.values(factories).some((methods) => Object.hasOwn(methods, method))) return null;
  for (const value of findValues(callee.expression, scope)) {
    const factory = findPackageImport(value);
    const kind = factory && factories[`${factory.module}#${factory.name}`]?.[method];
    if (kind) return kind;
  }
  return null;
}

function bootstrapCall(call: ts.CallExpression, kind: BootstrapKind, scope: ValueScope): BootstrapCall {
  const [root] = call.arguments;
  const values = root ? rootValues(root, scope) : [];
  return {
    kind,
    servesHttp: kind === 'application' && [call.getSourceFile(), ...scope.callers].some(({ text }) => listens.test(text)),
    file: call.getSourceFile().fileName,
    line: lineOf(call),
    text: shortText(`${call.expression.getText()}(${root?.getText() ?? ''})`),
    roots: values.filter(ts.isClassLike).map(classLocation),
    deadEnds: values
      .filter((value) => !ts.isClassLike(value))
      .map((value) => ({ file: value.getSourceFile().fileName, line: lineOf(value), text: shortText(value.getText()) })),
  };
}

/** The classes an argument of a factory stands for, `X.forRoot()` being the class that the dynamic module names. */
function rootValues(argument: ts.Node, scope: ValueScope): readonly ts.Node[] {
  const values = findValues(argument, scope).flatMap((value): readonly ts.Node[] => {
    if (ts.isObjectLiteralExpression(value)) {
      const modules = findMember(value, 'module', (node) => findValues(node, scope));
      return modules.length > 0 ? modules : [value];
    }
    if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression)) {
      const owners = findValues(value.expression.expression, scope).filter(ts.isClassLike);
      return owners.length > 0 ? owners : [value];
    }
    return [value];
  });
  return [...new Set(values)];
}

function classLocation(declaration: ts.ClassLikeDeclaration): ClassLocation {
  return {
    file: declaration.getSourceFile().fileName,
    className: className(declaration),
    line: lineOf(declaration),
  };
}

function className(declaration: ts.ClassLikeDeclaration): string {
  const { name, parent } = declaration;
  if (name) return name.text;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : 'default';
}

function shortText(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
