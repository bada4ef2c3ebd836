import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The tenant for which the code is running. A job whose arguments have a `tenantId` runs under that tenant. Where the application
 * has a tenant context already, provide a subclass under this class as its token.
 */
export class CurrentTenant {
  private readonly storage = new AsyncLocalStorage<string | null>();

  /** `null`: no tenant, the host itself. */
  get id(): string | null {
    return this.storage.getStore() ?? null;
  }

  /** Runs `action`, and everything it starts, under the tenant. */
  change<T>(id: string | null, action: () => T): T {
    return this.storage.run(id, action);
  }
}
