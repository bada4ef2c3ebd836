import type { BackgroundJobInfo } from '../abstractions/background-job-info.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';

/** Aggregate root: one row of the jobs table. The columns are ABP's; see `BackgroundJobInfo` for what they mean. */
export class BackgroundJobRecord implements BackgroundJobInfo {
  id!: string;
  applicationName: string | null = null;
  jobName!: string;
  jobArgs!: string;
  tryCount = 0;
  creationTime!: Date;
  nextTryTime!: Date;
  lastTryTime: Date | null = null;
  isAbandoned = false;
  completionTime: Date | null = null;
  priority: BackgroundJobPriority = BackgroundJobPriority.Normal;
  extraProperties: Record<string, unknown> = {};
  concurrencyStamp!: string;
}
