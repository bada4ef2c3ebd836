import type { BackgroundJobArgsType } from '../abstractions/background-job.js';
import { BackgroundJobSerializationError } from '../abstractions/background-job-errors.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import { describeError } from './describe-error.js';

/**
 * Arguments as JSON. Property names are written as the class has them: camelCase, which is what ABP writes and reads.
 *
 * Reading makes an instance of the class without calling its constructor and gives it the parsed properties. JSON has no dates: they
 * are written as ISO 8601 text and would come back as text, so a class that holds a `Date` (or anything else that
 * JSON would change) has to say how it is read, and is refused when it does not:
 *
 *     class SendReportArgs {
 *       static fromJSON(json: { from: string }) { return new SendReportArgs(new Date(json.from)); }
 *       constructor(readonly from: Date) {}
 *     }
 */
export class JsonBackgroundJobSerializer implements IBackgroundJobSerializer {
  serialize(args: object): string {
    const argsType = args.constructor as BackgroundJobArgsType;
    try {
      return JSON.stringify(
        args,
        hasFromJson(argsType) ? undefined : refuseLossyValues,
      );
    } catch (error) {
      throw new BackgroundJobSerializationError(
        `Arguments of ${argsType.name} cannot be written as JSON: ${describeError(error).message}`,
        {
          cause: error,
        },
      );
    }
  }

  deserialize<TArgs extends object>(
    text: string,
    argsType: BackgroundJobArgsType<TArgs>,
  ): TArgs {
    try {
      const json: unknown = JSON.parse(text);
      if (hasFromJson(argsType)) {
        return argsType.fromJSON(json);
      }
      if (typeof json !== 'object' || json === null || Array.isArray(json)) {
        throw new TypeError('it is not an object.');
      }
      return Object.assign(
        Object.create(argsType.prototype as object) as TArgs,
        json,
      );
    } catch (error) {
      throw new BackgroundJobSerializationError(
        `Stored arguments cannot be read as ${argsType.name}: ${describeError(error).message}`,
        {
          cause: error,
        },
      );
    }
  }
}

function hasFromJson<TArgs extends object>(
  argsType: BackgroundJobArgsType<TArgs>,
): argsType is BackgroundJobArgsType<TArgs> & {
  fromJSON(json: unknown): TArgs;
} {
  return 'fromJSON' in argsType && typeof argsType.fromJSON === 'function';
}

/** A replacer. `value` has been through `toJSON` already, so the holder is asked for what it was. */
function refuseLossyValues(
  this: unknown,
  key: string,
  value: unknown,
): unknown {
  const original: unknown = (this as Record<string, unknown>)[key];
  if (
    original instanceof Date ||
    original instanceof Map ||
    original instanceof Set
  ) {
    throw new TypeError(
      `'${key}' is a ${original.constructor.name}, which does not come back from JSON. Give the class a static fromJSON(json) that restores it.`,
    );
  }
  return value;
}
