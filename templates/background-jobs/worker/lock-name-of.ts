import { createHash } from 'node:crypto';
import type { BackgroundJobWorkerConfiguration } from './background-job-worker-options.js';

const PREFIX = 'AbpBackgroundJobDedicatedWorker:';

/** The name of a dedicated worker: what it was given, or one made from the names of its arguments' classes, as ABP does. */
export function lockNameOf({
  lockName,
  jobArgsTypes,
}: BackgroundJobWorkerConfiguration): string {
  const names = new Set(jobArgsTypes.map((argsType) => argsType.name));
  const text = [...names].sort().join(',');
  return lockName ?? PREFIX + createHash('md5').update(text).digest('hex');
}
