import type { Issue } from '../errors/issue.ts';
import type { Fact, NamingOption, NamingValue, TypeOrmConfiguration } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';
import type { AddOptions } from '../options/add-options.ts';
import { literalOf } from '../templates/template-context.ts';
import type { Connection } from './choose-connection.ts';
import type { MigrationTarget } from './migration-target.ts';

// The jobs table is called what TypeORM's metadata calls it, in the statements and in the migration alike. So its name is one wherever the connection that
// runs the migration says of names what the application's says.

const namingOptions: readonly NamingOption[] = ['entityPrefix', 'namingStrategy', 'schema'];

type Naming = NonNullable<TypeOrmConfiguration['naming']>;

/** What the application says of names and can be said elsewhere, as members of an object literal. */
export function namingMembers(connection: Connection): string {
  const members = said(connection).flatMap(([name, { value }]) => (value.kind === 'text' ? [member(name, value)] : []));
  return members.length === 0 ? '' : ` ${members.join(', ')} `;
}

/** Where migration and application would not call the table the same, with the lines that make them agree. */
export function namingNotes(options: AddOptions, connection: Connection, migration: Pick<MigrationTarget, 'run'> | null): readonly Issue[] {
  if (connection.kind !== 'nestjs-typeorm') {
    return [];
  }
  if (migration === null) {
    return connection.application.synchronize.value === 'on' ? renamedColumns(connection) : [];
  }
  return migration.run.dataSource === 'module' ? unknownToOurs(options, connection) : connection.cli.flatMap((cli) => differences(options, connection.application, cli));
}

function said(connection: Connection): readonly (readonly [NamingOption, Fact<NamingValue>])[] {
  const naming = connection.kind === 'nestjs-typeorm' ? connection.application.naming : null;
  return namingOptions.flatMap((name) => {
    const fact = naming?.[name];
    return fact ? [[name, fact] as const] : [];
  });
}

/** The data source that comes with the module is told what is written as text; the rest has to be pasted. */
function unknownToOurs({ path }: AddOptions, connection: Connection): readonly Issue[] {
  return said(connection)
    .filter(([, { value }]) => value.kind === 'expression')
    .map(([name, { value, evidence }]) => ({
      code: 'table-names',
      severity: 'warning',
      message: `The application's ${name} has a say in the name of the jobs table; the data source of the module, which runs the migration, cannot read it.`,
      ...placeOf(evidence),
      remedy: `Before you run the migration, write it into naming in ${path}/typeorm/host-data-source.ts, with the imports it needs.`,
      snippet: `${member(name, value)},`,
    }));
}

function differences(options: AddOptions, application: TypeOrmConfiguration, cli: TypeOrmConfiguration): readonly Issue[] {
  const names = namingOptions.filter((name) => name !== 'schema' || (options.provider === 'ef' && options.schema === null));
  const { naming } = application;
  const other = cli.naming;
  return naming && other ? names.flatMap((name) => difference(name, { naming, place: application }, { naming: other, place: cli })) : [];
}

interface Side {
  readonly naming: Naming;
  readonly place: TypeOrmConfiguration;
}

function difference(name: NamingOption, application: Side, cli: Side): readonly Issue[] {
  const [asked, made] = [application.naming[name], cli.naming[name]];
  if (!differs(asked?.value ?? null, made?.value ?? null)) {
    return [];
  }
  const right = asked ?? made;
  const { evidence } = (asked ? cli : application).place;
  return right
    ? [
        {
          code: 'table-names',
          severity: 'warning',
          message: `The application and the data source of its migrations differ in ${name}, so that the migration would make another table than the application asks for.`,
          ...placeOf((asked ? made : asked)?.evidence ?? evidence),
          expected: member(name, right.value),
          found: asked && made ? member(name, made.value) : `no ${name}`,
          remedy: `Before you run the migration, let both say the same of ${name}: the other one stands in ${right.evidence.file}:${right.evidence.line ?? 1}.`,
          snippet: `${member(name, right.value)},`,
        },
      ]
    : [];
}

/** Expressions that are not written alike may give the same: only what is certain counts. */
function differs(one: NamingValue | null, other: NamingValue | null): boolean {
  if (one === null || other === null) {
    return one !== other;
  }
  const isCertain = one.kind === other.kind && (one.kind === 'text' || [one, other].every(({ text }) => text.startsWith('new ')));
  return isCertain && one.text !== other.text;
}

/** The conditions of the indexes name columns, and TypeORM takes them as they are. */
function renamedColumns(connection: Connection): readonly Issue[] {
  return said(connection)
    .filter(([name]) => name === 'namingStrategy')
    .map(([, { value, evidence }]) => ({
      code: 'table-names',
      severity: 'warning',
      message: `TypeORM creates the jobs table by itself here (synchronize), and fails at its indexes where ${value.text} changes the names of columns that are given.`,
      ...placeOf(evidence),
      remedy: 'Nothing to do where its columnName returns the name that it is given; else let it, or switch synchronize off before you add the module: the migration follows such names.',
      snippet: 'if (customName) return customName;',
    }));
}

function member(name: NamingOption, { kind, text }: NamingValue): string {
  return `${name}: ${kind === 'text' ? literalOf(text) : text}`;
}
