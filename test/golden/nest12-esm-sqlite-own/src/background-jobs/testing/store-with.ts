import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';

/** The store, with some methods done another way: to make it fail or wait at a chosen moment. */
export function storeWith(
  store: IBackgroundJobStore,
  methods: Partial<IBackgroundJobStore>,
): IBackgroundJobStore {
  return Object.assign(Object.create(store) as IBackgroundJobStore, methods);
}
