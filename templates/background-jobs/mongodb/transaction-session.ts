import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import type { ClientSession, MongoClient } from './driver.js';

/** What the driver's types keep to themselves, in some of its versions. Until version 4.7 a session knows the topology and not the client. */
interface SessionInternals {
  readonly client?: object;
  readonly topology?: object;
}
interface ClientInternals {
  readonly topology?: {
    readonly description: {
      readonly servers: ReadonlyMap<string, { readonly type: string }>;
    };
  };
}

/**
 * The session of the caller's transaction.
 *
 * @throws TypeError for what is no session
 * @throws BackgroundJobConfigurationError for one in which the client's jobs cannot be stored
 */
export function sessionOf(
  transaction: object,
  client: MongoClient,
): ClientSession {
  if (!isSession(transaction)) {
    throw new TypeError(
      `The transaction of a job has to be a ClientSession, such as the one that client.startSession() returns, or that withTransaction() hands to its ` +
        `callback; it is of the type ${transaction.constructor.name}.`,
    );
  }
  if (transaction.hasEnded) {
    throw new BackgroundJobConfigurationError(
      'The session of the transaction has ended. Wait for everything that is enqueued in a transaction before it is committed.',
    );
  }
  if (!isOf(transaction as SessionInternals, client as ClientInternals)) {
    throw new BackgroundJobConfigurationError(
      "The session of the transaction belongs to another MongoClient than the jobs collection, which has a connection of its own or another one of the application's: " +
        'one transaction cannot cover both. Without a connection string of their own the jobs share the connection of the application.',
    );
  }
  if (isStandalone(client)) {
    throw new BackgroundJobConfigurationError(
      'The MongoDB server is a standalone one, which has no transactions: a job could not be rolled back with them. Run it as a replica set, of which one ' +
        "member is enough (start mongod with --replSet and call rs.initiate() once), or enqueue without the session, after the application's own writes.",
    );
  }
  return transaction;
}

/** Told by its shape, as there may be two copies of the driver: a session of another client is refused for that, and not for its class. */
function isSession(transaction: object): transaction is ClientSession {
  return 'inTransaction' in transaction && 'hasEnded' in transaction;
}

function isOf(session: SessionInternals, client: ClientInternals): boolean {
  return 'client' in session
    ? session.client === client
    : session.topology === client.topology;
}

function isStandalone(client: MongoClient): boolean {
  const { topology } = client as ClientInternals;
  return [...(topology?.description.servers.values() ?? [])].some(
    ({ type }) => type === 'Standalone',
  );
}
