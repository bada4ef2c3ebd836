import { type Document, MongoClient } from 'mongodb';
import { createMongoDatabase } from '../../../support/mongo.ts';
import { startCommandProxy } from '../servers/command-proxy.ts';
import type { MongoBench } from '../servers/mongo-bench.ts';
import type { Background, Store } from './contender.ts';

/** What a contender keeps its jobs in. */
export interface Documents {
  /** Part of the databases' names. */
  readonly name: string;
  readonly collection: string;
  /** Makes the collection's indexes in an empty database. */
  readonly setUp: (url: string) => Promise<void>;
  /** Job `number`: due by now, due tomorrow and of the highest priority, or finished and kept. */
  readonly document: (number: number, kind: 'due' | Exclude<Background, 'nothing'>) => Document;
  /** Ids of jobs that are scheduled or finished come before it, all others after. */
  readonly firstDueId: unknown;
}

const BATCH = 1_000;

/** Stores that are databases of one server; those with other jobs in them, which take long to make, are used again. */
export function mongoStores({ url: server, runName, sizes }: MongoBench, documents: Documents): (background: Background) => Promise<Store> {
  const kept = new Map<Background, Promise<string>>();

  async function makeDatabase(background: Background): Promise<string> {
    const url = await createMongoDatabase(`${runName} ${documents.name} ${background}`, server);
    await documents.setUp(url);
    if (background !== 'nothing') {
      await insert(url, documents, sizes.others, background);
    }
    return url;
  }

  async function openDatabase(background: Background): Promise<string> {
    if (background === 'nothing') {
      return makeDatabase(background);
    }
    const database = kept.get(background) ?? makeDatabase(background);
    kept.set(background, database);
    return database;
  }

  return async (background) => {
    const url = await openDatabase(background);
    return {
      url,
      seed: (count) => insert(url, documents, count, 'due'),
      countTransactions: () => Promise.resolve(undefined),
      remove: () =>
        withClient(url, async (client) => {
          await (background === 'nothing'
            ? client.db().dropDatabase()
            : client.db().collection(documents.collection).deleteMany({ _id: { $gte: documents.firstDueId } as never }));
        }),
    };
  };
}

/** The same stores, with the commands counted that they are sent, which costs some time. */
export function counted(createStore: (background: Background) => Promise<Store>): (background: Background) => Promise<Store> {
  return async (background) => {
    const store = await createStore(background);
    const proxy = await startCommandProxy(store.url);
    return {
      ...store,
      url: proxy.url,
      countTransactions: () => Promise.resolve(proxy.count()),
      remove: () => (proxy.close(), store.remove()),
    };
  };
}

function insert(url: string, { collection, document }: Documents, count: number, kind: Parameters<Documents['document']>[1]): Promise<void> {
  return withClient(url, async (client) => {
    for (let first = 0; first < count; first += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => document(first + index, kind));
      await client.db().collection(collection).insertMany(batch, { ordered: false });
    }
  });
}

async function withClient(url: string, use: (client: MongoClient) => Promise<void>): Promise<void> {
  const client = new MongoClient(url);
  try {
    await use(client);
  } finally {
    await client.close();
  }
}
