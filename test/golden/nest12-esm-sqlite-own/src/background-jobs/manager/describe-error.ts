import { inspect } from 'node:util';

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
  if (isError(error)) {
    return { message: error.message, stack: error.stack };
  }
  const message = typeof error === 'string' ? error : inspect(error);
  return { message, stack: undefined };
}

/** By its tag, too: an error of another realm (Jest's) is no instance of this one's class. */
function isError(error: unknown): error is Error {
  return (
    error instanceof Error ||
    Object.prototype.toString.call(error) === '[object Error]'
  );
}

/** An `AggregateError`, which came with ES2021. */
function isAggregate(
  error: unknown,
): error is Error & { readonly errors: readonly unknown[] } {
  return (
    error instanceof Error && 'errors' in error && Array.isArray(error.errors)
  );
}
