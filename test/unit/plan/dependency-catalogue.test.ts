import { describe, expect, it } from 'vitest';
import { dependenciesFor } from '../../../generators/plan/dependency-catalogue.ts';
import type { ModuleChoices } from '../../../generators/templates/module-choices.ts';

const rest = { telemetry: 'none', migration: 'left out', tests: 'left out' } as const;

describe('the module needs', () => {
  it.each<[string, Omit<ModuleChoices, keyof typeof rest>, readonly string[]]>([
    ['on PostgreSQL', { provider: 'ef', database: 'postgres', connection: 'nestjs-typeorm' }, ['typeorm', 'pg', 'croner']],
    ['on SQLite', { provider: 'ef', database: 'sqlite', connection: 'own' }, ['typeorm', 'reflect-metadata', 'better-sqlite3', 'croner']],
    ['with the driver', { provider: 'mongodb', database: 'mongodb', driver: 'mongodb', connection: 'mongo-client' }, ['mongodb', 'croner']],
    ['with Mongoose', { provider: 'mongodb', database: 'mongodb', driver: 'mongoose', connection: 'own' }, ['mongoose', 'croner']],
    ["with the host's Mongoose", { provider: 'mongodb', database: 'mongodb', driver: 'mongoose', connection: 'nestjs-mongoose' }, ['mongoose', '@nestjs/mongoose', 'croner']],
  ])('%s', (_, choices, names) => {
    expect(dependenciesFor({ ...choices, ...rest }).map(({ name }) => name)).toEqual(names);
  });
});
