import { inspect, types } from 'node:util';

export interface ErrorDescription {
  readonly message: string;
  readonly stack: string | undefined;
}

/** What to tell of anything that was thrown. */
export function describeError(error: unknown): ErrorDescription {
  // Node's own message for a host that is refused at all its addresses is empty.
  if (isAggregate(error) && error.message === '') {
    const messages = error.errors.map((each) => describeError(each).message);
    return { message: messages.join('; '), stack: error.stack };
  }
  // The first sees errors of other realms (Jest's), the second `DOMException`.
  if (types.isNativeError(error) || error instanceof Error) {
    return { message: error.message, stack: error.stack };
  }
  const message = typeof error === 'string' ? error : inspect(error);
  return { message, stack: undefined };
}

/** An `AggregateError`, which came with ES2021. */
function isAggregate(
  error: unknown,
): error is Error & { readonly errors: readonly unknown[] } {
  return (
    error instanceof Error && 'errors' in error && Array.isArray(error.errors)
  );
}
