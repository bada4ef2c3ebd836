import type { DiscoveryService } from '@nestjs/core';
import { getBackgroundJobDefinition } from '../abstractions/background-job.decorator.js';
import type { BackgroundJobType } from '../abstractions/background-job.js';

/** The classes with `@BackgroundJob` among the providers of all modules. */
export function discoverBackgroundJobs(
  discovery: DiscoveryService,
): readonly BackgroundJobType[] {
  const tokens = discovery
    .getProviders()
    .map((wrapper): unknown => wrapper.token);
  return [...new Set(tokens)].filter(isBackgroundJobType);
}

function isBackgroundJobType(token: unknown): token is BackgroundJobType {
  return getBackgroundJobDefinition(token) !== null;
}
