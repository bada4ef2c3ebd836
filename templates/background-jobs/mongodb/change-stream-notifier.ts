import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type {
  BackgroundJobSignal,
  IBackgroundJobNotifier,
} from '../abstractions/background-job-signal.js';
import { describeError } from '../manager/describe-error.js';
import { changesForOthers } from './job-changes.js';
import type { JobChange } from './job-changes.js';
import { JobNews } from './job-news.js';
import type { JobsCollection } from './jobs-collection.js';

/** What is used of the driver's change stream, whose types have not always said what it tells. */
interface JobStream {
  once(event: 'resumeTokenChanged', listener: () => void): unknown;
  tryNext(): Promise<unknown>;
  close(): unknown;
}

/** All in milliseconds. */
export interface ChangeStreamTimes {
  /** For which the server waits for a change before it answers that there is none. */
  readonly maxAwait: number;
  /** Before the first attempt to listen again; twice as long before each further one. */
  readonly firstWait: number;
  readonly longestWait: number;
}

const changeStreamTimes: ChangeStreamTimes = {
  maxAwait: 5_000,
  firstWait: 100,
  longestWait: 30_000,
};

/** What a deployment answers that has no change streams. */
const unsupportedCodes: ReadonlySet<unknown> = new Set([
  59, // CommandNotFound
  115, // CommandNotSupported
  238, // NotImplemented
  303, // FeatureNotSupported
  40_324, // no such stage of a pipeline
  40_573, // the stage is only supported on replica sets
]);

/**
 * Hears of the jobs of other processes by a change stream: of new ones, of those made due at another time, and of those cancelled while they run.
 *
 * It sends nothing: what is written to the collection is heard, whoever wrote it, .NET applications too. Workers poll, so whatever happens here costs latency
 * and nothing else, and one line in the log when it begins and one when it is over.
 */
export class ChangeStreamNotifier implements IBackgroundJobNotifier {
  private stopping = new AbortController();

  constructor(
    private readonly jobs: JobsCollection,
    private readonly logger: BackgroundJobLogger,
    private readonly times: ChangeStreamTimes = changeStreamTimes,
  ) {}

  /** Resolves after the first attempt to listen, however it went. */
  start(receive: (signal: BackgroundJobSignal) => void): Promise<void> {
    this.stopping.abort();
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    const news = new JobNews(this.jobs, (heard) => {
      if (!signal.aborted) {
        receive(heard);
      }
    });
    return new Promise((attempted) => {
      void this.keepListening(news, signal, attempted);
    });
  }

  notify(): void {
    return;
  }

  /** Waits for nothing: the server ends the stream in its own time. */
  stop(): Promise<void> {
    this.stopping.abort();
    return Promise.resolve();
  }

  private async keepListening(
    news: JobNews,
    signal: AbortSignal,
    attempted: () => void,
  ): Promise<void> {
    const { firstWait, longestWait } = this.times;
    let wait = firstWait;
    let isLost = false;
    while (!signal.aborted) {
      const error = await this.listen(news, signal, attempted, () => {
        if (isLost) {
          this.logger.log(
            'Jobs of other processes are heard of at once again.',
          );
        }
        wait = firstWait;
        isLost = false;
      });
      attempted();
      const { code } = error as { readonly code?: unknown };
      if (signal.aborted || unsupportedCodes.has(code)) {
        return;
      }
      if (!isLost) {
        this.logger.warn(
          `The change stream that tells of jobs of other processes is lost (${describeError(error).message}). They start at the next poll until it is back.`,
        );
      }
      isLost = true;
      await sleep(wait * (0.5 + Math.random()), undefined, {
        signal,
        ref: false,
      }).catch((): void => undefined);
      wait = Math.min(wait * 2, longestWait);
    }
  }

  /**
   * Listens for as long as that goes well, which includes what the driver resumes by itself; returns what ended it.
   *
   * @param opened called when there is a stream
   * @param answered called whenever it has told something, if only that there is nothing new
   */
  private async listen(
    news: JobNews,
    signal: AbortSignal,
    opened: () => void,
    answered: () => void,
  ): Promise<unknown> {
    const stream = this.open();
    const close = (): void =>
      void Promise.resolve(stream.close()).catch((): void => undefined);
    signal.addEventListener('abort', close);
    // The first token comes with the stream itself, the first answer only when there is something new, or after a while.
    stream.once('resumeTokenChanged', opened);
    try {
      while (!signal.aborted) {
        const change = (await stream.tryNext()) as JobChange | null;
        answered();
        if (change) {
          news.add(change);
        }
      }
      return new Error('It was stopped.');
    } catch (error) {
      return error;
    } finally {
      signal.removeEventListener('abort', close);
      close();
    }
  }

  private open(): JobStream {
    const { client, collection } = this.jobs;
    const { socketTimeoutMS } = client.options;
    return collection.watch(changesForOthers, {
      // A socket that gives up earlier would take that for a dead server.
      maxAwaitTimeMS: Math.min(
        this.times.maxAwait,
        socketTimeoutMS > 0 ? socketTimeoutMS / 2 : Infinity,
      ),
      readConcern: { level: 'majority' },
    });
  }
}
