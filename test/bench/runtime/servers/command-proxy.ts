import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way to a MongoDB server on which commands are counted. */
export interface CommandProxy {
  /** URL of the same database through the proxy. */
  readonly url: string;
  /** So far, without those by which the driver watches over its connections. */
  readonly count: () => number;
  readonly close: () => void;
}

const OP_MSG = 2013;
const HEADER = 16;

/** Flags, the kind of the first section, the document's length and the type of its first element come before that element's name: the command. */
const COMMAND = HEADER + 4 + 1 + 4 + 1;

const UPKEEP = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'endSessions']);

/** @param url of a database on a server without TLS. */
export async function startCommandProxy(url: string): Promise<CommandProxy> {
  const { hostname, port } = new URL(url);
  let commands = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const tell = messageReader((message) => {
      if (message.readInt32LE(12) === OP_MSG && !UPKEEP.has(message.toString('latin1', COMMAND, message.indexOf(0, COMMAND)))) {
        commands += 1;
      }
    });
    client.on('data', tell);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => (client.destroy(), upstream.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Else the driver goes where the server says that it is.
  through.searchParams.set('directConnection', 'true');
  return {
    url: through.href,
    count: () => commands,
    close: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}

/** Makes whole messages of chunks. */
function messageReader(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      onMessage(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}
