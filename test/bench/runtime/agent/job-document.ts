import { randomBytes } from 'node:crypto';
import { type Document, UUID } from 'mongodb';
import { payload } from './protocol.ts';

/** Elements of a document in the emitted module's collection, as the module writes it when it enqueues. */
export function jobDocument(number: number, id: string): Document & { readonly _id: UUID } {
  const now = new Date();
  return {
    _id: new UUID(id),
    ApplicationName: null,
    JobName: 'bench',
    JobArgs: JSON.stringify(payload(number)),
    TryCount: 0,
    CreationTime: now,
    NextTryTime: now,
    LastTryTime: null,
    IsAbandoned: false,
    CompletionTime: null,
    Priority: 15,
    ConcurrencyStamp: freshStamp(),
  };
}

export function freshStamp(): string {
  return randomBytes(16).toString('hex');
}
