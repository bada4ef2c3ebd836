import type { BackgroundJobArgsType } from './background-job.js';

/** Both methods throw `BackgroundJobSerializationError`. */
export interface IBackgroundJobSerializer {
  serialize(args: object): string;
  deserialize<TArgs extends object>(
    text: string,
    argsType: BackgroundJobArgsType<TArgs>,
  ): TArgs;
}
