import { ts } from 'ts-morph';
import { findClasses } from './find-class.ts';
import { findModuleCall } from './find-module-call.ts';
import { parseSource } from './parse-source.ts';
import { findReturned } from './find-returned.ts';
import { listObstacle } from './list-obstacle.ts';
import type { LocatedList } from './list-place.ts';
import { memberName } from './property-of.ts';
import { reachedNames } from './reached-names.ts';
import { resolveMember, type ResolvedMember } from './resolve-member.ts';
import type { ListRules } from './resolve-list.ts';

/** A dynamic module stands in the list, which a list of classes does not admit. */
const importRules: ListRules = {
  admits: (type) => /\b(?:DynamicModule|ModuleMetadata|any|unknown)\b/.test(type),
  spreadable: () => true,
  declaredAs: 'array',
};

/**
 * The list of modules that `@Module` on a class imports, or the one that a static factory of the class adds to it
 * (`return { module: AppModule, imports: [A] }`). Whichever it is, what the other holds is reached too: Nest merges both lists.
 */
export function findModuleImports(path: string, text: string, className: string, factory: string | null): LocatedList {
  const file = parseSource(path, text);
  const classes = findClasses(file, className);
  const [decorated] = classes;
  if (decorated === undefined || classes.length > 1) {
    const message =
      decorated === undefined ? `There is no class ${className} in this file.` : `There are several classes ${className} in this file.`;
    const found = decorated === undefined ? 'none' : String(classes.length);
    return { place: { kind: 'obstacle', message, line: 1, expected: `one class ${className}`, found }, reached: new Map() };
  }
  const inDecorator = decoratorImports(decorated, className);
  const { place } = factory === null ? inDecorator : factoryImports(decorated, factory);
  return { place, reached: reachedNames([...inDecorator.values, ...allFactoryImports(decorated)]) };
}

function decoratorImports(decorated: ts.ClassLikeDeclaration, className: string): ResolvedMember {
  const call = findModuleCall(decorated, className);
  if (!('arguments' in call)) return { place: call, values: [] };
  const metadata = call.arguments[0];
  if (metadata === undefined) return { place: { kind: 'argument', at: call.end - 1, key: 'imports' }, values: [] };
  return resolveMember(metadata, 'imports', importRules);
}

/** The list in what the static method returns, where that is one object. */
function factoryImports(decorated: ts.ClassLikeDeclaration, factory: string): ResolvedMember {
  const method = decorated.members.find((member) => ts.isMethodDeclaration(member) && memberName(member) === factory) ?? decorated;
  const [returned, ...others] = findReturned(method);
  if (returned !== undefined && others.length === 0) return resolveMember(returned, 'imports', importRules);
  const obstacle = { message: `${factory}() does not return one object.`, expected: 'return { module, imports: [...] }' };
  return { place: listObstacle(method, obstacle), values: [] };
}

function allFactoryImports(decorated: ts.ClassLikeDeclaration): readonly ts.Node[] {
  const values: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && memberName(node) === 'imports') values.push(node.initializer);
    ts.forEachChild(node, visit);
  };
  decorated.members.forEach(visit);
  return values;
}
