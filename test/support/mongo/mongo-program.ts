export type Topology = 'replica set' | 'standalone';

/** A program that is a server of MongoDB's protocol. */
export interface MongoProgram {
  readonly name: string;
  /**
   * Makes the program ready, by a download where it must.
   * @throws where it cannot be had, within seconds where there is no network.
   */
  readonly prepare: (place: MongoPlace) => Promise<MongoLaunch>;
}

export interface MongoPlace {
  /** Empty; its data goes there. */
  readonly folder: string;
  readonly port: number;
  readonly topology: Topology;
}

export interface MongoLaunch {
  readonly command: readonly [program: string, ...args: string[]];
  /** What it prints when it takes connections. */
  readonly ready: string;
  /** What its URL needs to say, as a query. */
  readonly urlOptions?: string;
  /** What is left to be done then, at its first start. */
  readonly initialise?: (url: string) => Promise<void>;
}
