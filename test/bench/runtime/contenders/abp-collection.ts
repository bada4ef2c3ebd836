import { type Document, UUID } from 'mongodb';
import { jobDocument } from '../agent/job-document.ts';
import type { Documents } from './mongo-stores.ts';

/** The emitted module's collection, seeded as the module would have filled it. */
export function abpCollection(createIndexes: (url: string) => Promise<void>): Documents {
  return { name: 'ours', collection: 'AbpBackgroundJobs', setUp: createIndexes, document, firstDueId: new UUID(idOf('01', 0)) };
}

/** Ids begin so that those of jobs that are due are the newest. */
const document: Documents['document'] = (number, kind): Document => {
  switch (kind) {
    case 'due':
      return jobDocument(number, idOf('02', number));
    case 'scheduled':
      return { ...jobDocument(number, idOf('00', number)), Priority: 25, NextTryTime: new Date(Date.now() + 86_400_000) };
    case 'finished':
      return { ...jobDocument(number, idOf('00', number)), CompletionTime: new Date() };
    default:
      return kind satisfies never;
  }
};

function idOf(beginning: string, number: number): string {
  return `${beginning}${number.toString(16).padStart(6, '0')}-0000-7000-a000-000000000000`;
}
