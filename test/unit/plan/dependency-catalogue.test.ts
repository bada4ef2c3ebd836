import { describe, expect, it } from 'vitest';
import { dependenciesFor } from '../../../generators/plan/dependency-catalogue.ts';
import type { ModuleChoices } from '../../../generators/templates/module-choices.ts';

const rest = { telemetry: 'none', migration: 'left out', tests: 'left out' } as const;

describe('the module needs', () => {
  it.each<[string, Omit<ModuleChoices, keyof typeof rest>, readonly string[]]>([
    ['on PostgreSQL', { provider: 'ef', database: 'postgres', connection: 'nestjs-typeorm' }, ['typeorm', 'pg', 'croner']],
    ['on SQLite', { provider: 'ef', database: 'sqlite', connection: 'own' }, ['typeorm', 'better-sqlite3', 'croner']],
    ['with the driver', { provider: 'mongodb', database: 'mongodb', driver: 'mongodb', connection: 'mongo-client' }, ['mongodb', 'croner']],
    ['with Mongoose', { provider: 'mongodb', database: 'mongodb', driver: 'mongoose', connection: 'own' }, ['mongoose', 'croner']],
    ["with the host's Mongoose", { provider: 'mongodb', database: 'mongodb', driver: 'mongoose', connection: 'nestjs-mongoose' }, ['mongoose', '@nestjs/mongoose', 'croner']],
  ])('%s', (_, choices, names) => {
    expect(dependenciesFor({ ...choices, ...rest }, () => null).map(({ name }) => name)).toEqual(names);
  });

  it.each(['9.4.3', '10.0.0', '11.1.6', '12.0.1'])('for its tests, those of Nest %s', (version) => {
    const choices = { provider: 'ef', database: 'postgres', connection: 'own', ...rest, tests: 'written' } as const;
    const wanted = dependenciesFor(choices, (name) => (name === '@nestjs/core' ? { kind: 'installed', version, evidence: { file: 'package.json', what: name } } : null));
    expect(wanted.find(({ name }) => name === '@nestjs/testing')).toEqual({ name: '@nestjs/testing', range: `^${version.split('.')[0]}.0.0`, section: 'devDependencies' });
  });
});

describe('a host without the package gets a range that fits', () => {
  const sqlite = { provider: 'ef', database: 'sqlite', connection: 'own', ...rest } as const;
  const mongoose = { provider: 'mongodb', database: 'mongodb', driver: 'mongoose', connection: 'own', ...rest } as const;
  const driver = { provider: 'mongodb', database: 'mongodb', driver: 'mongodb', connection: 'own', ...rest } as const;

  it.each<[string, ModuleChoices, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['Nest 12', sqlite, { '@nestjs/core': '12.5.1', 'typescript': '6.0.3' }, { 'typeorm': '^1.1.0', 'better-sqlite3': '^12.4.1' }],
    ['Nest 10', sqlite, { '@nestjs/core': '10.4.0' }, { 'typeorm': '^0.3.28', 'better-sqlite3': '^12.4.1' }],
    ['Nest 9 on Node 18', sqlite, { '@nestjs/core': '9.4.3', 'node': '18.20.0' }, { 'typeorm': '^0.3.28', 'better-sqlite3': '^11.10.0' }],
    ['a Redis client that TypeORM 1 does not name', sqlite, { '@nestjs/core': '11.0.0', 'redis': '4.7.0' }, { typeorm: '^0.3.28' }],
    ['a TypeScript that checks declarations it cannot read', sqlite, { '@nestjs/core': '11.0.0', 'checked-typescript': '5.1.6' }, { typeorm: '^0.3.28' }],
    ["TypeORM's own peer", sqlite, { '@nestjs/core': '10.0.0', 'typeorm': '0.3.20' }, { 'better-sqlite3': '^9.6.0' }],
    ['Nest 11', mongoose, { '@nestjs/core': '11.0.0' }, { mongoose: '^9.0.0' }],
    ['TypeScript 4.9', mongoose, { '@nestjs/core': '11.0.0', 'typescript': '4.9.5' }, { mongoose: '^8.9.0' }],
    ['TypeORM 0.3 beside the driver', driver, { '@nestjs/core': '11.0.0', 'typeorm': '0.3.28' }, { mongodb: '^6.12.0' }],
  ])('%s', (_, choices, host, ranges) => {
    const wanted = dependenciesFor(choices, (name) => {
      const version = host[name];
      return version === undefined ? null : { kind: 'installed', version, evidence: { file: 'package.json', what: name } };
    });
    expect(Object.fromEntries(wanted.map(({ name, range }) => [name, range]))).toMatchObject(ranges);
  });
});
