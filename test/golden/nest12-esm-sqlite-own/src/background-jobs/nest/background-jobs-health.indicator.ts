import { Inject, Injectable } from '@nestjs/common';
import { BackgroundJobsHealth } from '../worker/background-jobs-health.js';
import { objectOf } from '../domain/object-of.js';

/** As Terminus wants it. Each worker is `up`, or what is wrong with it. */
export type BackgroundJobsHealthResult = Record<
  string,
  { status: 'up' | 'down'; workers: Record<string, string> }
>;

/**
 * For `HealthCheckService` of `@nestjs/terminus`, or a health check of one's own: `down` while a worker of this process cannot reach the store of jobs.
 * It says what the workers know already and queries nothing, so it may be asked as often as one likes.
 */
@Injectable()
export class BackgroundJobsHealthIndicator {
  constructor(
    @Inject(BackgroundJobsHealth) private readonly health: BackgroundJobsHealth,
  ) {}

  isHealthy(key = 'backgroundJobs'): BackgroundJobsHealthResult {
    const problems = [...this.health.getProblems()];
    const status = problems.some(([, problem]) => problem !== null)
      ? 'down'
      : 'up';
    const workers = objectOf(
      problems.map(([name, problem]) => [name, problem ?? 'up']),
    );
    return { [key]: { status, workers } };
  }
}
