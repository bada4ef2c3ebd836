import type { ClientSession } from './driver.js';

/** Weak, as a session that nobody keeps ends its transaction without a word. */
const waitingBySession = new WeakMap<ClientSession, (() => void)[]>();

/**
 * Calls back once the session's current transaction has been committed, whoever commits it: `withTransaction`, Mongoose's `connection.transaction`, the
 * caller. Never when it is aborted, or begun anew because it collided with another one. A commit whose answer is lost, and which nobody repeats, is not told.
 */
export function afterCommit(
  session: ClientSession,
  callback: () => void,
): void {
  const waiting = waitingBySession.get(session) ?? watch(session);
  waiting.push(callback);
}

/** Versions of the driver differ in what a commit is given and what it answers. */
interface Committing {
  commitTransaction(...options: readonly unknown[]): Promise<unknown>;
}

/** The driver has no event for it. It calls these methods of the session itself, so that they can be seen. */
function watch(session: ClientSession): (() => void)[] {
  const waiting: (() => void)[] = [];
  waitingBySession.set(session, waiting);
  const committing: Committing = session;
  // Without `strictBindCallApply` what `bind` returns has no type.
  const start: unknown = session.startTransaction.bind(session);
  const commit: unknown = session.commitTransaction.bind(session);
  session.startTransaction = (...options) => {
    waiting.length = 0;
    (start as ClientSession['startTransaction'])(...options);
  };
  committing.commitTransaction = async (...options) => {
    const answer = await (commit as Committing['commitTransaction'])(
      ...options,
    );
    for (const callback of waiting.splice(0)) {
      callback();
    }
    return answer;
  };
  return waiting;
}
