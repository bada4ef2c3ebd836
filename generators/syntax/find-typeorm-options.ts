import { ts } from 'ts-morph';

import type { ClassRegistration, Database, EntityRegistration, Evidence, Fact, NamingOption, NamingValue, TypeOrmOptions } from '../host/host.ts';
import { findMember } from './find-member.ts';
import { findPackageImport } from './find-package-import.ts';
import { findPathPatterns } from './find-path-patterns.ts';
import { findProperty } from './find-property.ts';
import { findReturned } from './find-returned.ts';
import { findValues } from './find-values.ts';
import { lineOf } from './line-of.ts';
import type { ValueScope } from './value-scope.ts';

/** TypeORM's `type` and what it connects to. */
const databases: Readonly<Record<string, Database>> = {
  postgres: 'postgres',
  'aurora-postgres': 'postgres',
  mysql: 'mysql',
  'aurora-mysql': 'mysql',
  mariadb: 'mariadb',
  sqlite: 'sqlite',
  'better-sqlite3': 'sqlite',
  sqljs: 'sqlite',
  mssql: 'mssql',
  mongodb: 'mongodb',
};

/** Reads TypeORM options: what `TypeOrmModule.forRoot`, `forRootAsync` or `new DataSource` is given, or an options object by itself. */
export function findTypeOrmOptions(place: ts.Node, scope: ValueScope): TypeOrmOptions {
  const follow = (node: ts.Node): readonly ts.Node[] => findValues(node, scope);
  const argument = ts.isCallExpression(place) || ts.isNewExpression(place) ? place.arguments?.[0] : place;
  const given = argument ? follow(argument).filter(ts.isObjectLiteralExpression) : [];
  const options = given.flatMap((object) => optionObjects(object, follow));
  const what = callText(place);
  const reader: OptionReader = { options, fallback: evidenceOf(options[0] ?? place, what), what, follow, scope };
  return {
    name: textOption([...given, ...options], 'name', follow) ?? 'default',
    driver: driverOf(reader)?.value ?? null,
    database: databaseOf(reader),
    entities: entitiesOf(reader),
    synchronize: synchronizeOf(reader),
    migrations: migrationsOf(reader),
    naming: namingOf(reader),
    evidence: reader.fallback,
  };
}

interface OptionReader {
  /** What the options can be, the likeliest first. */
  readonly options: readonly ts.ObjectLiteralExpression[];
  readonly fallback: Evidence;
  readonly what: string;
  readonly follow: (node: ts.Node) => readonly ts.Node[];
  readonly scope: ValueScope;
}

/** `forRootAsync` is given a factory or a class that makes the options; anything else is the options. */
function optionObjects(object: ts.ObjectLiteralExpression, follow: OptionReader['follow']): readonly ts.ObjectLiteralExpression[] {
  const factories = findMember(object, 'useFactory', follow);
  const classes = ['useClass', 'useExisting'].flatMap((key) => findMember(object, key, follow));
  if (factories.length === 0 && classes.length === 0) return [object];
  const makers = [...factories, ...classes.flatMap((owner) => findMember(owner, 'createTypeOrmOptions', follow))];
  return makers.flatMap(findReturned).flatMap(follow).filter(ts.isObjectLiteralExpression);
}

function propertyOf({ options, follow }: OptionReader, name: string): ts.ObjectLiteralElementLike | null {
  return options.map((object) => findProperty(object, name, follow)).find((property) => property !== null) ?? null;
}

function valuesOf({ options, follow }: OptionReader, name: string): readonly ts.Node[] {
  return options.flatMap((object) => findMember(object, name, follow));
}

function textOption(objects: readonly ts.Node[], name: string, follow: OptionReader['follow']): string | null {
  return objects.flatMap((object) => findMember(object, name, follow)).find(ts.isStringLiteralLike)?.text ?? null;
}

/** The one literal that `type` can be, the rest of its values being read from the environment. */
function driverOf(reader: OptionReader): Fact<string> | null {
  const property = propertyOf(reader, 'type');
  if (!property) return null;
  const literals = valuesOf(reader, 'type').flatMap((value) => {
    if (ts.isStringLiteralLike(value)) return [value.text];
    const [, fallback] = ts.isCallExpression(value) ? value.arguments : [];
    return fallback && ts.isStringLiteralLike(fallback) ? [fallback.text] : [];
  });
  const [value, ...others] = new Set(literals.length > 0 ? literals : castLiteral(property));
  return value === undefined || others.length > 0 ? null : { value, evidence: evidenceOf(property, reader.what) };
}

/** `process.env.DB_TYPE as 'postgres'`: the type is what the host promises. */
function castLiteral(property: ts.ObjectLiteralElementLike): readonly string[] {
  if (!ts.isPropertyAssignment(property) || !ts.isAsExpression(property.initializer)) return [];
  const { type } = property.initializer;
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}

function databaseOf(reader: OptionReader): Fact<Database> | null {
  const driver = driverOf(reader);
  return driver && { value: databases[driver.value] ?? 'other', evidence: driver.evidence };
}

function entitiesOf(reader: OptionReader): Fact<EntityRegistration> {
  const autoLoad = propertyOf(reader, 'autoLoadEntities');
  const isOff = valuesOf(reader, 'autoLoadEntities').every((value) => value.kind === ts.SyntaxKind.FalseKeyword);
  if (autoLoad && !isOff) return { value: { kind: 'autoLoadEntities' }, evidence: evidenceOf(autoLoad, 'autoLoadEntities') };
  return classesOf(reader, 'entities') ?? { value: { kind: 'unknown' }, evidence: reader.fallback };
}

function migrationsOf(reader: OptionReader): Fact<ClassRegistration> | null {
  return classesOf(reader, 'migrations');
}

/** `null` where the option is not there at all. */
function classesOf(reader: OptionReader, name: 'entities' | 'migrations'): Fact<ClassRegistration> | null {
  const property = propertyOf(reader, name);
  if (!property) return null;
  const evidence = evidenceOf(property, name);
  const [list] = valuesOf(reader, name).filter((value) => ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value));
  if (!list) return { value: { kind: 'unknown' }, evidence };
  const patterns = elementsOf(list, reader).flatMap((element) => findPathPatterns(element, reader.scope));
  if (patterns.length > 0) return { value: { kind: 'globs', patterns }, evidence };
  const isComputed = ts.isArrayLiteralExpression(list) && list.elements.some((element) => !isClass(element, reader));
  if (isComputed) return { value: { kind: 'unknown' }, evidence };
  return { value: { kind: 'list', file: list.getSourceFile().fileName, line: lineOf(list) }, evidence };
}

function elementsOf(list: ts.Node, reader: OptionReader): readonly ts.Expression[] {
  if (!ts.isArrayLiteralExpression(list)) return [];
  return list.elements.flatMap((element) =>
    ts.isSpreadElement(element) ? reader.follow(element.expression).flatMap((spread) => elementsOf(spread, reader)) : [element],
  );
}

/** An element that is a class, or a list of them spread: of this host or of a package. */
function isClass(element: ts.Expression, { follow }: OptionReader): boolean {
  const values = follow(ts.isSpreadElement(element) ? element.expression : element);
  return values.every((value) => ts.isClassLike(value) || ts.isArrayLiteralExpression(value) || findPackageImport(value) !== null);
}

/** On where it says `true` and nothing else; a switch in the environment is for production to turn off. */
function synchronizeOf(reader: OptionReader): Fact<'on' | 'off'> {
  const property = propertyOf(reader, 'synchronize');
  if (!property) return { value: 'off', evidence: reader.fallback };
  const isOn = valuesOf(reader, 'synchronize').every((value) => value.kind === ts.SyntaxKind.TrueKeyword);
  return { value: isOn ? 'on' : 'off', evidence: evidenceOf(property, `synchronize${isOn ? ': true' : ''}`) };
}

function namingOf(reader: OptionReader): TypeOrmOptions['naming'] {
  const { options, follow } = reader;
  const isWhole = options.length > 0 && options.every((object) => isReadToItsEnd(object, follow));
  return isWhole ? { entityPrefix: namingValue(reader, 'entityPrefix'), namingStrategy: namingValue(reader, 'namingStrategy'), schema: namingValue(reader, 'schema') } : null;
}

/** Nothing is spread into the object that stays unknown. */
function isReadToItsEnd(object: ts.ObjectLiteralExpression, follow: OptionReader['follow']): boolean {
  return object.properties.filter(ts.isSpreadAssignment).every(({ expression }) => {
    const values = follow(expression);
    return values.length > 0 && values.every((value) => ts.isObjectLiteralExpression(value) && isReadToItsEnd(value, follow));
  });
}

function namingValue(reader: OptionReader, name: NamingOption): Fact<NamingValue> | null {
  const property = propertyOf(reader, name);
  const [value, ...others] = valuesOf(reader, name);
  if (!property || !value || isWithoutEffect(value, reader)) return null;
  return { value: others.length === 0 ? namingText(value, property) : { kind: 'expression', text: writtenValue(property) }, evidence: evidenceOf(property, name) };
}

function namingText(value: ts.Node, property: ts.ObjectLiteralElementLike): NamingValue {
  if (ts.isStringLiteralLike(value)) return { kind: 'text', text: value.text };
  return { kind: 'expression', text: ts.isNewExpression(value) ? value.getText() : writtenValue(property) };
}

function writtenValue(property: ts.ObjectLiteralElementLike): string {
  return ts.isPropertyAssignment(property) ? property.initializer.getText() : (property.name?.getText() ?? property.getText());
}

/** An empty text, `undefined`, or a strategy that leaves names alone that are given, as all are of the jobs table. */
function isWithoutEffect(value: ts.Node, { follow }: OptionReader): boolean {
  if (ts.isStringLiteralLike(value)) return value.text === '';
  if (ts.isIdentifier(value)) return value.text === 'undefined';
  return ts.isNewExpression(value) && follow(value.expression).some((made) => findPackageImport(made)?.module === 'typeorm-naming-strategies');
}

function evidenceOf(node: ts.Node, what: string): Evidence {
  return { file: node.getSourceFile().fileName, line: lineOf(node), what };
}

function callText(call: ts.Node): string {
  if (ts.isNewExpression(call)) return `new ${call.expression.getText()}`;
  return ts.isCallExpression(call) ? call.expression.getText() : 'options';
}
