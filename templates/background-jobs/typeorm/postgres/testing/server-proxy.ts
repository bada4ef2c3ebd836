import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** Stands between the application and the server, and does what networks and poolers do. */
export interface ServerProxy {
  readonly url: string;
  /** `deaf`: notifications are not passed on, as by a pooler. `frozen`: nothing is, and nobody is told. Existing connections too. */
  mode: 'passing' | 'deaf' | 'frozen';
  close(): Promise<void>;
}

export async function startServerProxy(database: string): Promise<ServerProxy> {
  const target = new URL(database);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const pass = messagesOf((type, message) => {
      const isKept = type === 'A' && proxy.mode === 'deaf';
      if (!isKept && proxy.mode !== 'frozen') {
        client.write(message);
      }
    });
    client.on('data', (data) => {
      if (proxy.mode !== 'frozen') {
        upstream.write(data);
      }
    });
    upstream.on('data', pass);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = new URL(database);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const proxy: ServerProxy = {
    url: url.href,
    mode: 'passing',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
  return proxy;
}

/** Cuts what a server sends into its messages: a letter, the length of the rest, the rest. */
function messagesOf(
  pass: (type: string, message: Buffer) => void,
): (data: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const end = 1 + rest.readInt32BE(1);
      pass(rest.toString('latin1', 0, 1), rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}
