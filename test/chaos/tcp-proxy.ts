import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between the processes and their database, and does what networks do. */
export interface TcpProxy {
  /** The same database, through it. */
  readonly url: string;
  /** Ends all connections. */
  readonly cut: () => void;
  /** Passes nothing any more, in neither direction; what is sent waits for `thaw`. New connections are taken and wait as well. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Holds everything up for so many milliseconds, in each direction. */
  readonly delay: (milliseconds: number) => void;
  /** Lets the next statement that matches reach the server, and ends its connection when the answer comes. Resolves when that has happened. */
  readonly loseAnswerTo: (statement: RegExp) => Promise<void>;
  /** Ends the next so many connections in the moment they are made, as a server does that is told to: its last word comes with its greeting. */
  readonly endAtGreeting: (times: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** The server is ready for a query: the end of its greeting, too. */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

/** The server's message for a connection that an administrator has ended. */
const TERMINATED = (() => {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0', 'latin1');
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + length.length);
  return Buffer.concat([Buffer.from('E'), length, fields]);
})();

export async function startTcpProxy(databaseUrl: string): Promise<TcpProxy> {
  const url = new URL(databaseUrl);
  const { hostname, port } = url;
  const pairs = new Set<Pair>();
  let isFrozen = false;
  let delay = 0;
  let toGreet = { times: 0, onDone: (): void => undefined };
  let doomed: { readonly statement: RegExp; readonly onLost: () => void } | undefined;

  const listener = createServer((client) => {
    const pair: Pair = { client, server: connect(Number(port), hostname) };
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      client.destroy();
      pair.server.destroy();
    };
    let onAnswer: (() => void) | undefined;
    let isGreeted = false;
    const pass = (to: Socket, chunk: Buffer): void => {
      if (delay === 0) {
        to.write(chunk);
      } else {
        setTimeout(() => to.write(chunk), delay);
      }
    };
    client.on('data', (chunk) => {
      if (doomed?.statement.test(chunk.toString('latin1'))) {
        onAnswer = doomed.onLost;
        doomed = undefined;
      }
      pass(pair.server, chunk);
    });
    pair.server.on('data', (chunk) => {
      const isGreeting = !isGreeted && chunk.subarray(-READY.length).equals(READY);
      isGreeted ||= isGreeting;
      if (isGreeting && toGreet.times > 0) {
        client.end(Buffer.concat([chunk, TERMINATED]));
        toGreet.times -= 1;
        if (toGreet.times === 0) {
          toGreet.onDone();
        }
      } else if (onAnswer === undefined) {
        pass(client, chunk);
      } else {
        end();
        onAnswer();
      }
    });
    for (const socket of [client, pair.server]) {
      socket.setNoDelay();
      socket.on('error', end).on('close', end);
      if (isFrozen) {
        socket.pause();
      }
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  url.port = String((listener.address() as AddressInfo).port);

  const forEachSocket = (act: (socket: Socket) => void): void => {
    for (const { client, server } of pairs) {
      act(client);
      act(server);
    }
  };
  return {
    url: url.href,
    cut: () => forEachSocket((socket) => socket.destroy()),
    freeze: () => {
      isFrozen = true;
      forEachSocket((socket) => socket.pause());
    },
    thaw: () => {
      isFrozen = false;
      forEachSocket((socket) => socket.resume());
    },
    delay: (milliseconds) => (delay = milliseconds),
    loseAnswerTo: (statement) => new Promise((resolve) => (doomed = { statement, onLost: resolve })),
    endAtGreeting: (times) => new Promise((resolve) => (toGreet = { times, onDone: resolve })),
    close: async () => {
      forEachSocket((socket) => socket.destroy());
      listener.close();
      await once(listener, 'close');
    },
  };
}
