import { afterEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { DefaultNamingStrategy } from 'typeorm';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';

const suite = testDatabase.available ? describe : describe.skip;
const { dbTablePrefix } = BackgroundJobsDbProperties;

suite(`The mapping of the jobs table on ${testDatabase.name}`, () => {
  afterEach(() => {
    BackgroundJobsDbProperties.dbTablePrefix = dbTablePrefix;
  });

  async function expectToWork({ repository }: TestDatabase): Promise<void> {
    const job = { id: randomUUID(), jobName: 'emails', jobArgs: '{}' };
    await repository.insertMany([job]);
    const { jobs } = await repository.claim({
      applicationName: null,
      nameFilter: BackgroundJobNameFilter.none,
      maxResultCount: 10,
      maxCountByName: new Map(),
      order: 'dueTime',
      leaseDuration: 1_000,
    });
    expect(jobs.map(({ id }) => id)).toEqual([job.id]);
    expect(await repository.find(job.id)).toMatchObject(job);
    await repository.delete(job.id);
    expect(await repository.find(job.id)).toBeNull();
  }

  it.each(['', 'Abp', 'Two Words-', 'A_Prefix_Of_Thirty_Six_Characters_X_'])(
    'follows the prefix %s everywhere',
    async (prefix) => {
      BackgroundJobsDbProperties.dbTablePrefix = prefix;
      const database = await createTestDatabase();
      const { tableName, indices } = database.dataSource.getMetadata(
        'BackgroundJobRecord',
      );
      expect(tableName).toBe(`${prefix}BackgroundJobs`);
      expect(indices.map(({ name }) => name)).toEqual([
        `IX_${prefix}BackgroundJobs_Due`,
        `IX_${prefix}BackgroundJobs_Completed`,
        `IX_${prefix}BackgroundJobs_Abandoned`,
      ]);
      await expectToWork(database);
      await database.destroy();
    },
  );

  it('keeps its names where a naming strategy names only what has no name', async () => {
    const plain = await createTestDatabase();
    const strange = await createTestDatabase({
      namingStrategy: new StrangeNames(),
    });
    const namesOf = ({ dataSource }: TestDatabase) => {
      const { tableName, columns, indices } = dataSource.getMetadata(
        'BackgroundJobRecord',
      );
      return [
        tableName,
        columns.map(({ databaseName }) => databaseName),
        indices.map(({ name }) => name),
      ];
    };
    expect(namesOf(strange)).toEqual(namesOf(plain));
    await expectToWork(strange);
    await Promise.all([plain.destroy(), strange.destroy()]);
  });

  it('is called as entityPrefix and a naming strategy have it', async () => {
    const database = await createTestDatabase({
      entityPrefix: 'app_',
      namingStrategy: new UpperCaseTables(),
    });
    const { tableName } = database.dataSource.getMetadata(
      'BackgroundJobRecord',
    );
    expect(tableName).toBe(`app_${dbTablePrefix}BackgroundJobs`.toUpperCase());
    await expectToWork(database);
    await database.destroy();
  });

  it('leaves nothing for TypeORM to change', async () => {
    const database = await createTestDatabase();
    const { upQueries } = await database.dataSource.driver
      .createSchemaBuilder()
      .log();
    expect(upQueries).toEqual([]);
    await database.destroy();
  });
});

/** Renames all that was not named, as strategies for snake case do. */
class StrangeNames extends DefaultNamingStrategy {
  override tableName(
    targetName: string,
    userSpecifiedName: string | undefined,
  ): string {
    return userSpecifiedName ?? `strange_${targetName}`;
  }
  override columnName(propertyName: string, customName: string): string {
    return customName || `strange_${propertyName}`;
  }
  override indexName(): string {
    return 'strange_index';
  }
  override primaryKeyName(): string {
    return 'strange_key';
  }
}

/** Renames even what was named. */
class UpperCaseTables extends DefaultNamingStrategy {
  override tableName(
    targetName: string,
    userSpecifiedName: string | undefined,
  ): string {
    return (userSpecifiedName ?? targetName).toUpperCase();
  }
  override prefixTableName(prefix: string, tableName: string): string {
    return `${prefix}${tableName}`.toUpperCase();
  }
}
