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
        client.write(message, 'latin1');
      }
    });
    client.on('data', (data) => {
      if (proxy.mode !== 'frozen') {
        upstream.write(data.toString('latin1'), 'latin1');
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
        for (const socket of sockets) {
          socket.destroy();
        }
      }),
  };
  return proxy;
}

/** Cuts what a server sends into its messages: a letter, the length of the rest, the rest; in Latin 1, where a character is a byte. */
function messagesOf(
  pass: (type: string, message: string) => void,
): (data: Buffer) => void {
  let rest = '';
  return (data) => {
    rest += data.toString('latin1');
    for (let end = endOf(rest); end <= rest.length; end = endOf(rest)) {
      pass(rest.slice(0, 1), rest.slice(0, end));
      rest = rest.slice(end);
    }
  };
}

/** Where the first message ends. */
function endOf(messages: string): number {
  return messages.length < 5
    ? Infinity
    : 1 + Buffer.from(messages.slice(1, 5), 'latin1').readInt32BE(0);
}
