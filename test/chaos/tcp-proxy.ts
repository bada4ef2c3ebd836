import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Wire } from './wire.ts';

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
  /** Keeps the statements that match from the server; resolves, when there is a first one, to what lets them go on. */
  readonly hold: (statement: RegExp) => Promise<() => void>;
  /** Ends the next so many connections in the moment they are made, as a server does that is told to: its last word comes with its greeting. */
  readonly endAtGreeting: (times: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

export async function startTcpProxy(databaseUrl: string, wire: Wire): Promise<TcpProxy> {
  const url = new URL(databaseUrl);
  const { hostname, port } = url;
  const pairs = new Set<Pair>();
  let isFrozen = false;
  let delay = 0;
  let toGreet = { times: 0, onDone: (): void => undefined };
  let doomed: { readonly statement: RegExp; readonly onLost: () => void } | undefined;
  let held: { readonly statement: RegExp; readonly onFirst: () => void; readonly goOn: (() => void)[] } | undefined;

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
      const statement = chunk.toString('latin1');
      if (doomed?.statement.test(statement)) {
        onAnswer = doomed.onLost;
        doomed = undefined;
      }
      if (held?.statement.test(statement)) {
        client.pause();
        held.goOn.push(() => {
          pass(pair.server, chunk);
          client.resume();
        });
        held.onFirst();
      } else {
        pass(pair.server, chunk);
      }
    });
    pair.server.on('data', (chunk) => {
      const isGreeting = !isGreeted && wire.isGreeting(chunk);
      isGreeted ||= isGreeting;
      if (isGreeting && toGreet.times > 0) {
        client.end(Buffer.concat([chunk, wire.farewell]));
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
  wire.toProxy(url);

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
    hold: (statement) =>
      new Promise((resolve) => {
        const goOn: (() => void)[] = [];
        const release = (): void => {
          held = undefined;
          goOn.forEach((go) => go());
        };
        held = { statement, goOn, onFirst: () => resolve(release) };
      }),
    endAtGreeting: (times) => new Promise((resolve) => (toGreet = { times, onDone: resolve })),
    close: async () => {
      forEachSocket((socket) => socket.destroy());
      listener.close();
      await once(listener, 'close');
    },
  };
}
