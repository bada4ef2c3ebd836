import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { BackgroundJobSignal } from '../abstractions/background-job-signal.js';
import { describeError } from '../manager/describe-error.js';
import { escapeIdentifier } from './escape-identifier.js';
import { readPayload, writePayloads } from './job-signal-payload.js';

/** The part of `pg`'s `Client` that listening takes. */
export interface ListeningClient {
  connect(): Promise<unknown>;
  query(sql: string): Promise<unknown>;
  end(): Promise<void>;
  on(
    event: 'notification',
    listener: (message: { readonly payload?: string }) => void,
  ): unknown;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
}

/** All in milliseconds. */
export interface JobListenerTimes {
  /** Between round trips by which a connection is found dead that nobody has closed. */
  readonly check: number;
  /** For the server to answer. */
  readonly answer: number;
  /** For a notification to ourselves to arrive. */
  readonly proof: number;
  /** Until notifications that did not arrive are tried again. */
  readonly proofAgain: number;
  /** Before the first attempt to connect again; twice as long before each further one. */
  readonly firstWait: number;
  readonly longestWait: number;
}

export const jobListenerTimes: JobListenerTimes = {
  check: 30_000,
  answer: 10_000,
  proof: 5_000,
  proofAgain: 300_000,
  firstWait: 100,
  longestWait: 30_000,
};

export interface JobListenerSetup {
  /** A new client, whose queries fail after the time for an answer. */
  readonly createClient: () => ListeningClient;
  readonly channel: string;
  /** Whose signals are not for us, as they are our own. */
  readonly sender: string;
  /** Notifies the channel, by a connection other than the one that listens. */
  readonly send: (payloads: readonly string[]) => Promise<void>;
  readonly receive: (signal: BackgroundJobSignal) => void;
  readonly logger: BackgroundJobLogger;
  readonly times: JobListenerTimes;
}

/** There is a connection, but what is sent to its channel does not arrive. */
class DeafConnectionError extends Error {}

/**
 * A connection that listens, and is replaced when it is lost. Workers poll, so whatever happens here costs latency and nothing else, and one line in
 * the log when it begins and one when it is over.
 */
export class JobListener {
  private readonly stopping = new AbortController();
  private state: 'listening' | 'lost' | 'deaf' = 'listening';
  private ended: Promise<void> = Promise.resolve();
  private heardOurselves: () => void = () => undefined;

  constructor(private readonly setup: JobListenerSetup) {}

  /** Resolves after the first attempt to connect, however it went. */
  start(): Promise<void> {
    return new Promise((attempted) => {
      this.ended = this.keepListening(attempted);
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private async keepListening(attempted: () => void): Promise<void> {
    const { firstWait, longestWait, proofAgain } = this.setup.times;
    let wait = firstWait;
    // Also after a pause: what begins to listen once stopped would not end.
    while (!this.stopping.signal.aborted) {
      const error = await this.listen(() => {
        wait = firstWait;
        this.enter('listening');
        attempted();
      });
      attempted();
      if (this.stopping.signal.aborted) {
        return;
      }
      if (error instanceof DeafConnectionError) {
        this.enter('deaf');
        await this.pause(proofAgain);
      } else {
        this.enter('lost', describeError(error).message);
        await this.pause(wait * (0.5 + Math.random()));
        wait = Math.min(wait * 2, longestWait);
      }
    }
  }

  /** Listens for as long as that goes well; returns what ended it. */
  private async listen(ready: () => void): Promise<unknown> {
    const { createClient, channel, times } = this.setup;
    const client = createClient();
    const listen = `LISTEN ${escapeIdentifier(channel)}`;
    const { signal } = this.stopping;
    let stop = (): void => undefined;
    const over = new Promise<never>((_, reject) => {
      stop = () => reject(new Error('stopped'));
      signal.addEventListener('abort', stop);
      client.on('error', reject);
      client.on('end', () => reject(new Error('it was closed')));
    });
    const step = <T>(done: Promise<T>): Promise<T> =>
      Promise.race([done, over]);
    client.on('notification', ({ payload = '' }) => this.hear(payload));
    try {
      await step(client.connect());
      await step(client.query(listen));
      await step(this.hearOurselves());
      ready();
      for (;;) {
        await step(this.pause(times.check));
        // Does nothing new, but the server has to answer.
        await step(client.query(listen));
      }
    } catch (error) {
      return error;
    } finally {
      signal.removeEventListener('abort', stop);
      void client.end().catch((): void => undefined);
    }
  }

  /** A pooler in between (PgBouncer in transaction mode) takes `LISTEN` and passes nothing on. */
  private async hearOurselves(): Promise<void> {
    const { sender, send, times } = this.setup;
    const heard = new Promise<true>((resolve) => {
      this.heardOurselves = () => resolve(true);
    });
    await send(writePayloads({ sender }));
    if (!(await Promise.race([heard, this.pause(times.proof)]))) {
      throw new DeafConnectionError();
    }
  }

  private hear(text: string): void {
    const payload = readPayload(text);
    if (payload?.sender === this.setup.sender) {
      this.heardOurselves();
    } else if (payload?.signal) {
      this.setup.receive(payload.signal);
    }
  }

  private enter(state: typeof this.state, reason = ''): void {
    if (state === this.state) {
      return;
    }
    this.state = state;
    const { logger, times } = this.setup;
    switch (state) {
      case 'listening':
        logger.log('Jobs of other processes are heard of at once again.');
        break;
      case 'lost':
        logger.warn(
          `The connection that listens for jobs of other processes is lost (${reason}). They start at the next poll until it is back.`,
        );
        break;
      case 'deaf':
        logger.warn(
          'Notifications of PostgreSQL do not arrive, as behind a pooler that does not pass them on. Jobs of other processes start at the next poll; ' +
            `notifications are tried again every ${times.proofAgain / 60_000} minutes.`,
        );
        break;
      default: {
        const unknown: never = state;
        throw new TypeError(`Unknown state: ${String(unknown)}`);
      }
    }
  }

  /** Ends early, and all the same, when the listener is stopped. */
  private async pause(milliseconds: number): Promise<void> {
    const { signal } = this.stopping;
    await sleep(milliseconds, undefined, { signal, ref: false }).catch(
      (): void => undefined,
    );
  }
}
