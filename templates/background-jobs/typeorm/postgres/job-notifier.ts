import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type { BackgroundJobSignal } from '../abstractions/background-job-signal.js';
import { enqueuedSignal } from '../manager/enqueued-signal.js';
import { BackgroundJobRecordEntity } from './background-job-record.entity.js';
import type { JobsAnnouncement, JobsNotifier } from './database-specifics.js';
import { JobListener, jobListenerTimes } from './job-listener.js';
import type { JobListenerTimes, ListeningClient } from './job-listener.js';
import { mergeSignals, writePayloads } from './job-signal-payload.js';
import { flatten } from '../domain/flatten.js';

/** Milliseconds. Commits that notify wait for each other in PostgreSQL, so this process makes at most one in such a time. */
const interval = 10;

/** What TypeORM's driver for PostgreSQL has beside its public members. */
interface PostgresDriver {
  readonly schema?: string;
  readonly postgres: {
    readonly Client: new (options: object) => ListeningClient;
  };
  readonly master: {
    readonly options: Readonly<Record<string, unknown>> & {
      readonly connectionTimeoutMillis?: number;
      readonly password?: unknown;
    };
  };
}

/**
 * Signals between processes by `LISTEN` and `NOTIFY`, on a channel of the jobs table's own. It listens on a connection beside the application's pool and
 * sends by the pool.
 */
export class JobNotifier implements JobsNotifier {
  private readonly sender = randomUUID();
  private pending: readonly BackgroundJobSignal[] = [];
  private sending: Promise<void> | null = null;
  private listener: JobListener | null = null;

  /** @param dataSource initialized */
  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: BackgroundJobLogger,
    private readonly times: JobListenerTimes = jobListenerTimes,
  ) {}

  async start(receive: (signal: BackgroundJobSignal) => void): Promise<void> {
    await this.listener?.stop();
    this.listener = new JobListener({
      createClient: () => this.createClient(),
      channel: this.channel,
      sender: this.sender,
      send: (payloads) => this.send(payloads),
      receive,
      logger: this.logger,
      times: this.times,
    });
    await this.listener.start();
  }

  notify(signal: BackgroundJobSignal): void {
    this.pending = mergeSignals([...this.pending, signal]);
    this.sending ??= this.sendPending(Promise.resolve());
  }

  announce(jobs: readonly NewBackgroundJob[]): JobsAnnouncement | null {
    const signal = enqueuedSignal(jobs);
    const [payload, ...further] = writePayloads({
      sender: this.sender,
      signal,
    });
    if (this.sending !== null || payload === undefined || further.length > 0) {
      return null;
    }
    this.sending = this.sendPending(sleep(interval));
    return { channel: this.channel, payload };
  }

  async stop(): Promise<void> {
    await Promise.all([this.listener?.stop(), this.sending]);
    this.listener = null;
  }

  /** @param begin when what is pending by then is to be sent, and what comes meanwhile */
  private async sendPending(begin: Promise<void>): Promise<void> {
    try {
      await begin;
      while (this.pending.length > 0) {
        const payloads = this.pending.map((signal) =>
          writePayloads({ sender: this.sender, signal }),
        );
        this.pending = [];
        // What could not be sent is found by a poll. Nobody is told: without a database there is enough else to tell.
        const sent = this.send(flatten(payloads)).catch((): void => undefined);
        await Promise.all([sent, sleep(interval)]);
      }
    } finally {
      this.sending = null;
    }
  }

  private async send(payloads: readonly string[]): Promise<void> {
    await this.dataSource.query(
      'SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload',
      [this.channel, payloads],
    );
  }

  /** The same in all processes that share the table. */
  private get channel(): string {
    const { schema = '', tableName } = this.dataSource.getMetadata(
      BackgroundJobRecordEntity,
    );
    const name = `${schema === '' ? this.driver.schema : schema}.${tableName}`;
    // Longer identifiers PostgreSQL would cut off.
    return Buffer.byteLength(name) <= 63
      ? name
      : createHash('sha256').update(name).digest('hex').slice(0, 63);
  }

  private createClient(): ListeningClient {
    const { postgres, master } = this.driver;
    const { connectionTimeoutMillis, password } = master.options;
    return new postgres.Client({
      ...master.options,
      // TypeORM writes `undefined` where the host sets none; a server that takes the connection and is silent would be waited for without end.
      connectionTimeoutMillis: connectionTimeoutMillis ?? this.times.answer,
      // Not enumerable in the options of a pool.
      password,
      query_timeout: this.times.answer,
      keepAlive: true,
    });
  }

  private get driver(): PostgresDriver {
    return this.dataSource.driver as unknown as PostgresDriver;
  }
}
