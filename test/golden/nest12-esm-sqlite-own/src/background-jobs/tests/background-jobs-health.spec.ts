import { beforeEach, describe, expect, it } from 'vitest';
import { BackgroundJobsHealth } from '../worker/background-jobs-health.js';
import { BackgroundJobsHealthIndicator } from '../nest/background-jobs-health.indicator.js';

describe('The health of the module', () => {
  let health: BackgroundJobsHealth;
  let indicator: BackgroundJobsHealthIndicator;

  beforeEach(() => {
    health = new BackgroundJobsHealth();
    indicator = new BackgroundJobsHealthIndicator(health);
  });

  it('is up while no worker has a problem', () => {
    health.add('main', () => null);
    expect(indicator.isHealthy()).toEqual({
      backgroundJobs: { status: 'up', workers: { main: 'up' } },
    });
  });

  it('is down as long as one has', () => {
    let problem: string | null = 'cannot claim background jobs: no connection';
    health.add('main', () => null);
    health.add('reports', () => problem);
    expect(indicator.isHealthy('jobs')).toEqual({
      jobs: {
        status: 'down',
        workers: {
          main: 'up',
          reports: 'cannot claim background jobs: no connection',
        },
      },
    });
    problem = null;
    expect(indicator.isHealthy('jobs')).toMatchObject({
      jobs: { status: 'up' },
    });
  });

  it('is up where no worker runs: before the start, after the stop, in processes that only enqueue', () => {
    const remove = health.add('main', () => 'no connection');
    remove();
    expect(indicator.isHealthy()).toEqual({
      backgroundJobs: { status: 'up', workers: {} },
    });
  });
});
