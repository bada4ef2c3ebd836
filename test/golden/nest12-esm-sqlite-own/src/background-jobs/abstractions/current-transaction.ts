import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The transaction in which the code is running, so that `enqueue` need not be told. Where the application has an ambient transaction already
 * (`typeorm-transactional`, `@nestjs-cls/transactional`), provide a subclass under this class as its token whose `current` is that.
 */
export class CurrentTransaction {
  private readonly storage = new AsyncLocalStorage<object>();

  /** TypeORM: an `EntityManager`; MongoDB: a `ClientSession`. `null`: none. */
  get current(): object | null {
    return this.storage.getStore() ?? null;
  }

  /** Runs `action`, and everything it starts, in the transaction; begin and end of it stay the caller's. */
  run<T>(transaction: object, action: () => T): T {
    return this.storage.run(transaction, action);
  }
}
