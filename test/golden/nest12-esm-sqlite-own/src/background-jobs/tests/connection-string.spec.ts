import { describe, expect, it } from 'vitest';
import {
  findOwnConnectionString,
  getDefaultConnectionString,
} from '../domain/connection-string.js';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';

const own = `ConnectionStrings__${BackgroundJobsDbProperties.connectionStringName}`;
const fallback = 'ConnectionStrings__Default';

describe('The connection string of the background jobs', () => {
  it('is the option, else the one of their own name', () => {
    expect(findOwnConnectionString('a', { [own]: 'b' })).toEqual({
      text: 'a',
      source: 'the option connectionString',
    });
    expect(findOwnConnectionString(undefined, { [own]: ' b ' })).toEqual({
      text: 'b',
      source: own,
    });
  });

  it('is not set when it is blank', () => {
    expect(findOwnConnectionString(' ', { [own]: '' })).toBeUndefined();
    expect(() =>
      getDefaultConnectionString('an example', { [fallback]: ' ' }),
    ).toThrow();
  });

  it('is the default one where the application has no connection', () => {
    expect(
      getDefaultConnectionString('an example', { [fallback]: 'c' }),
    ).toEqual({
      text: 'c',
      source: fallback,
    });
  });
});
