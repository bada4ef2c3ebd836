import { once } from 'node:events';
import { createServer } from 'node:net';

/** A TCP port on the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('No free TCP port on the loopback interface.');
  }
  return address.port;
}
