import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import { BackgroundJobRecordConsts } from './background-job-record.consts.js';

/** @throws RangeError before the database's own error, which does not name the job. */
export function assertFits({
  applicationName,
  jobName,
  jobArgs,
}: NewBackgroundJob): void {
  const { maxApplicationNameLength, maxJobNameLength, maxJobArgsLength } =
    BackgroundJobRecordConsts;
  assertLength(
    `The application name '${applicationName}'`,
    applicationName?.length ?? 0,
    maxApplicationNameLength,
  );
  assertLength(`The job name '${jobName}'`, jobName.length, maxJobNameLength);
  assertLength(
    `The arguments of the job '${jobName}'`,
    jobArgs.length,
    maxJobArgsLength,
  );
}

function assertLength(what: string, length: number, maximum: number): void {
  if (length > maximum) {
    throw new RangeError(
      `${what} has ${length} characters; there is room for ${maximum}.`,
    );
  }
}
