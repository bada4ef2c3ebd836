import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import type {
  EnqueueOptions,
  IBackgroundJobManager,
} from '../abstractions/background-job-manager.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type { CurrentTenant } from '../abstractions/current-tenant.js';
import type {
  DynamicBackgroundJobHandler,
  IDynamicBackgroundJobManager,
} from '../abstractions/dynamic-background-job-manager.js';
import type { BackgroundJobOptions } from './background-job-options.js';
import { DynamicBackgroundJobArgs } from './dynamic-background-job-args.js';
import type { DynamicBackgroundJobHandlerRegistry } from './dynamic-background-job-handler-registry.js';

export interface DynamicBackgroundJobManagerDependencies {
  readonly manager: IBackgroundJobManager;
  readonly serializer: IBackgroundJobSerializer;
  readonly jobs: BackgroundJobOptions;
  readonly handlers: DynamicBackgroundJobHandlerRegistry;
  readonly currentTenant: CurrentTenant;
}

export class DynamicBackgroundJobManager implements IDynamicBackgroundJobManager {
  constructor(
    private readonly dependencies: DynamicBackgroundJobManagerDependencies,
  ) {}

  async enqueue(
    jobName: string,
    args: unknown,
    options?: EnqueueOptions,
  ): Promise<string> {
    const { manager, serializer, jobs, handlers, currentTenant } =
      this.dependencies;
    const jsonData = JSON.stringify(args ?? null);
    const configuration = jobs.getJobOrNull(jobName);
    if (configuration) {
      return manager.enqueue(
        serializer.deserialize(jsonData, configuration.argsType),
        options,
      );
    }
    if (!handlers.isRegistered(jobName)) {
      throw new BackgroundJobConfigurationError(
        `There is neither a background job nor a handler with the name '${jobName}' in this process. Call registerHandler('${jobName}', …) first.`,
      );
    }
    return manager.enqueue(
      new DynamicBackgroundJobArgs(jobName, jsonData, currentTenant.id),
      options,
    );
  }

  registerHandler(jobName: string, handler: DynamicBackgroundJobHandler): void {
    this.dependencies.handlers.register(jobName, handler);
  }

  unregisterHandler(jobName: string): boolean {
    return this.dependencies.handlers.unregister(jobName);
  }

  isHandlerRegistered(jobName: string): boolean {
    return this.dependencies.handlers.isRegistered(jobName);
  }
}
