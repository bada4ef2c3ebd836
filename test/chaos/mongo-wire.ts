import type { Wire } from './wire.ts';

/** Commands are BSON: the command's name is that of the first element, a string with the collection. */
export const mongoWire: Wire = {
  statements: { claim: /find\0.*IsAbandoned/s, succeeded: /delete\0/, failed: /update\0.*lastError/s },
  // It answers the client's.
  isGreeting: () => true,
  farewell: Buffer.alloc(0),
  // Else the driver goes to the address that the server calls its own.
  toProxy: (url) => url.searchParams.set('directConnection', 'true'),
};
