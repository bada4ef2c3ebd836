/** What the proxy recognises of the traffic between a process and its database. */
export interface Wire {
  /** Of statements, as bytes read as Latin-1. */
  readonly statements: {
    /** That look for jobs which are due. */
    readonly claim: RegExp;
    /** That record how an attempt ended. */
    readonly succeeded: RegExp;
    readonly failed: RegExp;
  };
  /** Whether a server's message ends its greeting. */
  readonly isGreeting: (message: Buffer) => boolean;
  /** The server's last word to a connection that it ends. */
  readonly farewell: Buffer;
  /** Makes the connection string of the proxy say that this address and no other is to be used. */
  readonly toProxy: (url: URL) => void;
}
