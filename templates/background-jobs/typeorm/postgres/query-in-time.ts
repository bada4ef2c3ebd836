import type { DataSource } from 'typeorm';

/** Milliseconds. Half of the default lease, so that one that is cut off is noticed before it loses its jobs. */
const ANSWER_LIMIT = 30_000;

/** What of the driver's connection is used here. */
interface Connection {
  readonly processID: number;
  readonly connection: {
    readonly stream: { destroy(error: Error): void };
  };
}

/**
 * Runs a statement that is always short. When no answer comes, the connection is ended and with it the wait: the network may have forgotten it without
 * telling anybody, and a worker would wait for ever. If the server has only been busy, or the table locked, the statement is cancelled there.
 * @throws Error when there is no answer in time
 */
export async function queryInTime(
  dataSource: DataSource,
  statement: string,
  parameters: unknown[],
  limit = ANSWER_LIMIT,
): Promise<unknown> {
  const queryRunner = dataSource.createQueryRunner();
  try {
    const client = (await queryRunner.connect()) as Connection;
    const timer = setTimeout(() => {
      client.connection.stream.destroy(
        new Error(`The database has not answered within ${limit} ms.`),
      );
      dataSource
        .query('SELECT pg_cancel_backend($1)', [client.processID])
        .catch((): void => undefined);
    }, limit);
    try {
      return await queryRunner.query(statement, parameters);
    } finally {
      clearTimeout(timer);
    }
  } finally {
    await queryRunner.release();
  }
}
