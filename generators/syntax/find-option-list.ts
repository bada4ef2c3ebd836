import { ts } from 'ts-morph';
import { constantOf } from './constant-of.ts';
import { listLiteral } from './list-literal.ts';
import { listObstacle } from './list-obstacle.ts';
import type { ListPlace, LocatedList } from './list-place.ts';
import { parseSource } from './parse-source.ts';
import { memberName } from './property-of.ts';
import { reachedNames } from './reached-names.ts';
import { resolveMember, type ResolvedMember } from './resolve-member.ts';
import type { ListRules } from './resolve-list.ts';
import { unwrapExpression } from './unwrap-expression.ts';
import { isWritten } from './variable-changes.ts';

/** A list of an options object, and the line that leads to it. */
export interface OptionList {
  readonly key: string;
  /** 1-based: where the list, the options object, or the call, function or class around it begins. */
  readonly line: number;
}

/** TypeORM's lists may be maps, so only what is an array for certain is spread. Every class fits the types they are declared with. */
const classRules: ListRules = { admits: () => true, spreadable: isArray, declaredAs: 'array or map' };

/** The list that options hold under a key, or that stands alone to be used there: `export const entities = [A, B]`. */
export function findOptionList(path: string, text: string, { key, line }: OptionList): LocatedList {
  const file = parseSource(path, text);
  const started = nodesOn(file, line);
  const members = outermost(started.flatMap((node) => membersOf(node, key)));
  const lists = outermost(started.filter(isList));
  const objects = outermost(started.filter(ts.isObjectLiteralExpression));

  const [target, other] = members.length > 0 ? members.map((member) => member.parent) : lists.length > 0 ? lists : objects;
  if (target === undefined || other !== undefined) {
    const found = file.text.split(/\r?\n/)[line - 1]?.trim() ?? 'the end of the file';
    const message = target === undefined ? `No \`${key}\` can be told from this line.` : `The line leads to several \`${key}\`.`;
    return { place: { kind: 'obstacle', message, line, expected: `${key}: [...]`, found }, reached: new Map() };
  }
  const owner = target.parent;
  if (ts.isVariableDeclaration(owner) && isWritten(owner, key)) {
    const obstacle = listObstacle(owner, { message: `\`${key}\` changes after it is made here.`, expected: `${key}: [...]` });
    return { place: obstacle, reached: new Map() };
  }
  const { place, values }: ResolvedMember = ts.isArrayLiteralExpression(target)
    ? { place: literal(target), values: [target] }
    : resolveMember(target, key, classRules);
  return { place, reached: reachedNames(values) };
}

function literal(list: ts.ArrayLiteralExpression): ListPlace {
  return { kind: 'literal', list: listLiteral(list) };
}

/** Nodes that begin on a line, or whose name does. */
function nodesOn(file: ts.SourceFile, line: number): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const isOn = (node: ts.Node): boolean => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1 === line;
  const visit = (node: ts.Node): void => {
    const name = ts.isClassLike(node) || ts.isFunctionLike(node) || ts.isVariableDeclaration(node) ? node.name : undefined;
    if (isOn(node) || (name !== undefined && isOn(name))) nodes.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return nodes;
}

type Member = ts.ObjectLiteralElementLike & { readonly parent: ts.ObjectLiteralExpression };

function membersOf(root: ts.Node, key: string): readonly Member[] {
  const members: Member[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralElementLike(node) && ts.isObjectLiteralExpression(node.parent) && memberName(node) === key)
      members.push(node as Member);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return members;
}

/** Each once, and none that stands inside another. */
function outermost<T extends ts.Node>(nodes: readonly T[]): readonly T[] {
  const unique = [...new Set(nodes)];
  return unique.filter((node) => !unique.some((other) => other !== node && other.pos <= node.pos && node.end <= other.end));
}

/** An array literal that is the whole value of something, not an argument or another option. */
function isList(node: ts.Node): node is ts.ArrayLiteralExpression {
  if (!ts.isArrayLiteralExpression(node)) return false;
  let owner: ts.Node = node.parent;
  while (ts.isAsExpression(owner) || ts.isSatisfiesExpression(owner) || ts.isParenthesizedExpression(owner)) owner = owner.parent;
  return (
    ts.isVariableDeclaration(owner) ||
    ts.isPropertyDeclaration(owner) ||
    ts.isExportAssignment(owner) ||
    ts.isReturnStatement(owner) ||
    ts.isArrowFunction(owner) ||
    ts.isBinaryExpression(owner)
  );
}

const arrayMethods = new Set(['map', 'filter', 'concat', 'flat', 'flatMap', 'slice']);

function isArray(value: ts.Expression): boolean {
  const core = unwrapExpression(value);
  if (ts.isArrayLiteralExpression(core)) return true;
  const constant = ts.isIdentifier(core) ? constantOf(core) : null;
  if (constant !== null) return isArray(constant.initializer);
  if (!ts.isCallExpression(core) || !ts.isPropertyAccessExpression(core.expression)) return false;
  return core.expression.getText() === 'Object.values' || arrayMethods.has(core.expression.name.text);
}
