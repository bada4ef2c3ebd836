import type {
  DataSource,
  EntitySubscriberInterface,
  QueryRunner,
  TransactionCommitEvent,
  TransactionRollbackEvent,
} from 'typeorm';

/** TypeORM's count of transactions that are open inside each other on one connection: 1, and 1 more for each savepoint. */
type Nested = QueryRunner & { readonly transactionDepth: number };

/** What TypeORM's versions have in common of the event after a query. */
interface QueryResult {
  readonly queryRunner: QueryRunner;
  readonly query: string;
  readonly rawResults?: { readonly command?: string };
}

interface Waiting {
  readonly depth: number;
  readonly callback: () => void;
}

/** Tells when transactions of a DataSource have been committed, whoever begins and ends them. */
export class TransactionCommits implements EntitySubscriberInterface {
  /** Weak, as a connection that is lost ends its transactions without a word. */
  private readonly waiting = new WeakMap<QueryRunner, readonly Waiting[]>();

  static of({ subscribers }: DataSource): TransactionCommits {
    for (const known of subscribers) {
      if (known instanceof TransactionCommits) {
        return known;
      }
    }
    const commits = new TransactionCommits();
    subscribers.push(commits);
    return commits;
  }

  /** Calls back after the commit of the outermost transaction; never when it, or the savepoint that is open now, is rolled back. */
  afterCommit(queryRunner: QueryRunner, callback: () => void): void {
    const depth = (queryRunner as Nested).transactionDepth;
    this.waiting.set(queryRunner, [
      ...(this.waiting.get(queryRunner) ?? []),
      { depth, callback },
    ]);
  }

  /** PostgreSQL answers `COMMIT` with `ROLLBACK`, and no error, where a statement has failed before and the application went on. */
  afterQuery({ queryRunner, query, rawResults }: QueryResult): void {
    if (query === 'COMMIT' && rawResults?.command === 'ROLLBACK') {
      this.waiting.delete(queryRunner);
    }
  }

  /** Versions of TypeORM that do not tell of queries do not tell of that answer either, so the transaction is asked before whether it goes on. */
  async beforeTransactionCommit({
    queryRunner,
  }: TransactionCommitEvent): Promise<void> {
    if (
      this.waiting.has(queryRunner) &&
      !('broadcastAfterQuery' in queryRunner.broadcaster)
    ) {
      try {
        await queryRunner.query('SELECT 1');
      } catch {
        this.waiting.delete(queryRunner);
      }
    }
  }

  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    const waiting = this.waiting.get(queryRunner) ?? [];
    if (queryRunner.isTransactionActive) {
      // A savepoint: what was done in it is part of the transaction around it from now on.
      const outer = (queryRunner as Nested).transactionDepth;
      this.waiting.set(
        queryRunner,
        waiting.map(({ depth, callback }) => ({
          depth: Math.min(depth, outer),
          callback,
        })),
      );
      return;
    }
    this.waiting.delete(queryRunner);
    for (const { callback } of waiting) {
      callback();
    }
  }

  afterTransactionRollback({ queryRunner }: TransactionRollbackEvent): void {
    const outer = (queryRunner as Nested).transactionDepth;
    const waiting = this.waiting.get(queryRunner) ?? [];
    this.waiting.set(
      queryRunner,
      waiting.filter(({ depth }) => depth <= outer),
    );
  }
}
