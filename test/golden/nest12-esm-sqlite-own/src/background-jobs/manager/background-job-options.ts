import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { getBackgroundJobName } from '../abstractions/background-job-name.decorator.js';
import {
  getBackgroundJobDefinition,
  type BackgroundJobDefinition,
} from '../abstractions/background-job.decorator.js';
import type {
  BackgroundJobArgsType,
  BackgroundJobType,
} from '../abstractions/background-job.js';
import { assertInRange, MAX_TIMER } from './assert-in-range.js';
import { assertRetryPolicy } from '../worker/retry-policy.js';

export interface BackgroundJobConfiguration extends BackgroundJobDefinition {
  readonly jobType: BackgroundJobType;
  readonly jobName: string;
}

export interface BackgroundJobNaming {
  /** The name of the job with arguments of this class. Default: by `@BackgroundJobName`. */
  readonly getBackgroundJobName?: (argsType: BackgroundJobArgsType) => string;
}

/**
 * The jobs this process knows. One class of arguments belongs to one job, and so does one name; ABP lets a second registration
 * overwrite the first in silence, here it is an error.
 */
export class BackgroundJobOptions {
  private readonly byArgsType = new Map<
    BackgroundJobArgsType,
    BackgroundJobConfiguration
  >();
  private readonly byName = new Map<string, BackgroundJobConfiguration>();
  private readonly nameOf: (argsType: BackgroundJobArgsType) => string;

  constructor(naming: BackgroundJobNaming = {}) {
    this.nameOf = naming.getBackgroundJobName ?? getBackgroundJobName;
  }

  /**
   * Registers a class with `@BackgroundJob`, or a configuration made by hand. Registering the same job again changes nothing.
   * @throws BackgroundJobConfigurationError when its arguments or its name belong to another job, the decorator is missing, or its limits or its retry policy cannot work.
   */
  addJob(job: BackgroundJobType | BackgroundJobConfiguration): void {
    const configuration = typeof job === 'function' ? this.describe(job) : job;
    const { argsType, jobName, jobType } = configuration;
    const holder = this.byArgsType.get(argsType) ?? this.byName.get(jobName);
    if (
      holder &&
      (holder.jobType !== jobType ||
        holder.jobName !== jobName ||
        holder.argsType !== argsType)
    ) {
      throw new BackgroundJobConfigurationError(
        `${jobType.name} cannot be the job '${jobName}' with the arguments ${argsType.name}: ` +
          `${holder.jobType.name} is registered as the job '${holder.jobName}' with the arguments ${holder.argsType.name}.`,
      );
    }
    assertLimits(configuration);
    this.byArgsType.set(argsType, configuration);
    this.byName.set(jobName, configuration);
  }

  /** @throws BackgroundJobConfigurationError when there is none. */
  getJob(
    argsTypeOrName: BackgroundJobArgsType | string,
  ): BackgroundJobConfiguration {
    const configuration = this.getJobOrNull(argsTypeOrName);
    if (!configuration) {
      const wanted =
        typeof argsTypeOrName === 'string'
          ? `with the name '${argsTypeOrName}'`
          : `for the arguments ${argsTypeOrName.name}`;
      throw new BackgroundJobConfigurationError(
        `No background job ${wanted} is registered. Does its class carry @BackgroundJob, and is it among the providers of a module?`,
      );
    }
    return configuration;
  }

  getJobOrNull(
    argsTypeOrName: BackgroundJobArgsType | string,
  ): BackgroundJobConfiguration | null {
    return (
      (typeof argsTypeOrName === 'string'
        ? this.byName.get(argsTypeOrName)
        : this.byArgsType.get(argsTypeOrName)) ?? null
    );
  }

  getJobs(): readonly BackgroundJobConfiguration[] {
    return [...this.byArgsType.values()];
  }

  /** The names of the jobs that have a limit of their own, with it. */
  getLimitByName(): ReadonlyMap<string, number> {
    const limits = new Map<string, number>();
    for (const { jobName, maxParallelJobExecutionCount } of this.getJobs()) {
      if (maxParallelJobExecutionCount !== undefined) {
        limits.set(jobName, maxParallelJobExecutionCount);
      }
    }
    return limits;
  }

  /** Also for arguments whose job is registered in other processes only. */
  getJobName(argsType: BackgroundJobArgsType): string {
    return this.byArgsType.get(argsType)?.jobName ?? this.nameOf(argsType);
  }

  private describe(jobType: BackgroundJobType): BackgroundJobConfiguration {
    const definition = getBackgroundJobDefinition(jobType);
    if (!definition) {
      throw new BackgroundJobConfigurationError(
        `${jobType.name} is no background job: it lacks @BackgroundJob(<class of its arguments>).`,
      );
    }
    return {
      ...definition,
      jobType,
      jobName: this.nameOf(definition.argsType),
    };
  }
}

function assertLimits({
  jobName,
  retry = {},
  timeLimit,
  maxParallelJobExecutionCount,
}: BackgroundJobConfiguration): void {
  assertRetryPolicy(jobName, retry);
  assertInRange(`'timeLimit' of the job '${jobName}'`, timeLimit ?? 1, [
    1,
    MAX_TIMER,
  ]);
  assertInRange(
    `'maxParallelJobExecutionCount' of the job '${jobName}'`,
    maxParallelJobExecutionCount ?? 1,
    [1, Infinity],
  );
}
