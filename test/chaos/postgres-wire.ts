import type { Wire } from './wire.ts';

/** The server is ready for a query: the end of its greeting, too. */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

export const postgresWire: Wire = {
  statements: { claim: /FOR UPDATE SKIP LOCKED/, succeeded: /DELETE FROM/, failed: /"IsAbandoned" = held\.kind/ },
  isGreeting: (message) => message.subarray(-READY.length).equals(READY),
  farewell: terminated(),
  toProxy: () => undefined,
};

/** The message for a connection that an administrator has ended. */
function terminated(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0', 'latin1');
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + length.length);
  return Buffer.concat([Buffer.from('E'), length, fields]);
}
