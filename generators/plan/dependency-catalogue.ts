import type { PackageVersion } from '../host/versions/package-version.ts';
import { mayBeIn } from '../host/versions/package-version.ts';
import type { WantedDependency } from '../patch/add-dependencies.ts';
import { holds, type Condition, type ModuleChoices } from '../templates/module-choices.ts';

/** What a host has of a package; `node` and `checked-typescript` (its TypeScript, where that checks declarations) are asked for like packages. */
export type VersionInHost = (name: string) => PackageVersion | null;

/** A range, and what the host has to have where it has it at all. */
interface CatalogueLine {
  readonly range: string;
  readonly needs?: Readonly<Record<string, string>>;
}

interface CatalogueRow extends Omit<WantedDependency, 'range'> {
  /** Newest first: the first that fits the host, else the last. */
  readonly lines: readonly [CatalogueLine, ...CatalogueLine[]];
  /** Left out: always. */
  readonly when?: Condition;
}

/**
 * The packages that the emitted module needs beside Nest: a line for a host without it, `minimum` for one that has it. The lowest version
 * of every range is a published one, because a host that pins exact versions gets just that. The driver also where the ORM is there already:
 * a connection of the module's own uses it. Needs are engines, peers, and the TypeScript that reads the declarations.
 */
export const dependencyCatalogue: readonly CatalogueRow[] = [
  {
    name: 'typeorm',
    lines: [
      {
        range: '^1.1.0',
        // Its declarations name `asyncDispose`; its peers are optional, and npm refuses others all the same.
        needs: {
          '@nestjs/core': '>=11', '@nestjs/typeorm': '>=11.0.1', 'node': '>=20.19', 'typescript': '>=5.0', 'checked-typescript': '>=5.2',
          'better-sqlite3': '^12', 'mongodb': '^7', 'mysql2': '^3.15.3', 'redis': '^5 || ^6', 'ioredis': '^5.0.4', 'mssql': '^12', 'ts-node': '^10.9.2',
        },
      },
      { range: '^0.3.28' },
    ],
    minimum: '0.3.0',
    below: '0.2 has no DataSource, which the module is given',
    section: 'dependencies',
    when: { provider: 'ef' },
  },
  { name: 'pg', lines: [{ range: '^8.16.0' }], minimum: '8.5.1', below: 'TypeORM 0.3 asks for it', section: 'dependencies', when: { database: 'postgres' } },
  {
    name: 'better-sqlite3',
    // Each as TypeORM names it as its peer; TypeORM 1.1 names 12 alone, so npm refuses to install 13 beside it.
    lines: [{ range: '^12.4.1', needs: { typeorm: '>=0.3.26', node: '>=20' } }, { range: '^11.10.0', needs: { typeorm: '>=0.3.21 <1' } }, { range: '^9.6.0' }],
    minimum: '8.0.0',
    section: 'dependencies',
    when: { database: 'sqlite' },
  },
  {
    name: 'mongodb',
    lines: [{ range: '^7.0.0', needs: { '@nestjs/core': '>=11', 'node': '>=20.19', 'typeorm': '>=1' } }, { range: '^6.12.0' }],
    minimum: '4.1.1',
    below: 'the types of 4.0 give a collection no options, and version 3 has none',
    except: { range: '5.0.x', because: 'closing a change stream leaves an unhandled rejection in 5.0, by which Node ends the process' },
    section: 'dependencies',
    when: { driver: 'mongodb' },
  },
  {
    name: 'mongoose',
    // Brings version 7 of the driver, Mongoose 8 version 6; TypeScript 4.9 cannot read its declarations, before 5.3 not without skipLibCheck.
    lines: [
      { range: '^9.0.0', needs: { '@nestjs/core': '>=11', '@nestjs/mongoose': '>=11.0.4', 'node': '>=20.19', 'typescript': '>=5.0', 'checked-typescript': '>=5.3' } },
      { range: '^8.9.0' },
    ],
    minimum: '6.0.0',
    below: 'Mongoose 5 brings version 3 of the driver, which has no types',
    section: 'dependencies',
    when: { driver: 'mongoose' },
  },
  {
    name: '@nestjs/mongoose',
    lines: [{ range: '^11.0.4', needs: { '@nestjs/core': '>=10' } }, { range: '^10.1.0' }],
    // The host has it, or there were no such connection.
    minimum: '9.1.0',
    below: 'it is the first for Nest 9 and Mongoose 6',
    section: 'dependencies',
    when: { connection: 'nestjs-mongoose' },
  },
  // Reads cron expressions.
  { name: 'croner', lines: [{ range: '^11.0.1' }], minimum: '11.0.1', below: 'it is the first that treats lists of hours well where clocks are changed', section: 'dependencies' },
  // The emitted tests build a module with it; Nest makes it of one piece with its core.
  {
    name: '@nestjs/testing',
    lines: [{ range: '^12.0.0', needs: { '@nestjs/core': '>=12' } }, { range: '^11.0.0', needs: { '@nestjs/core': '>=11' } }, { range: '^10.0.0', needs: { '@nestjs/core': '>=10' } }, { range: '^9.0.0' }],
    section: 'devDependencies',
    when: { tests: 'written' },
  },
  // Only where the host has it already.
  { name: '@opentelemetry/api', lines: [{ range: '^1.9.0' }], minimum: '1.3.0', section: 'dependencies', when: { telemetry: 'opentelemetry' } },
];

/** What a host needs for these choices, in ranges that fit what it has and what comes with them. */
export function dependenciesFor(choices: ModuleChoices, inHost: VersionInHost): readonly WantedDependency[] {
  const chosen = new Map<string, string>();
  const versionOf: VersionInHost = (name) => {
    const range = chosen.get(name);
    return inHost(name) ?? (range === undefined ? null : { kind: 'declared', range, evidence: { file: 'package.json', what: `${name} ${range}` } });
  };
  return dependencyCatalogue
    .filter(({ when }) => when === undefined || holds(when, choices))
    .map(({ name, lines, minimum, below, except, section }) => {
      const { range } = lines.find((line) => fits(line, versionOf)) ?? lines.at(-1) ?? lines[0];
      chosen.set(name, range);
      return { name, range, section, ...(minimum !== undefined && { minimum }), ...(below !== undefined && { below }), ...(except && { except }) };
    });
}

function fits({ needs = {} }: CatalogueLine, versionOf: VersionInHost): boolean {
  return Object.entries(needs).every(([name, range]) => {
    const version = versionOf(name);
    return version === null || mayBeIn(version, range);
  });
}
