import { isDeepStrictEqual } from 'node:util';
import { BackgroundJobRecord } from '../domain/background-job-record.js';
import { isUuid } from '../domain/is-uuid.js';
import { Binary } from './driver.js';
import { objectOf } from '../domain/object-of.js';

/** A job as ABP writes it. Whatever else a document has are its extra properties. */
export interface BackgroundJobDocument {
  /** UUID, binary subtype 4. */
  _id: Binary;
  /** `null`, or missing, as older versions of ABP leave it. */
  ApplicationName: string | null;
  JobName: string;
  JobArgs: string;
  TryCount: number;
  CreationTime: Date;
  NextTryTime: Date;
  LastTryTime: Date | null;
  IsAbandoned: boolean;
  CompletionTime: Date | null;
  Priority: number;
  ConcurrencyStamp: string;
  [extraProperty: string]: unknown;
}

/** ABP's elements, in its order. */
const elements = [
  '_id',
  'ApplicationName',
  'JobName',
  'JobArgs',
  'TryCount',
  'CreationTime',
  'NextTryTime',
  'LastTryTime',
  'IsAbandoned',
  'CompletionTime',
  'Priority',
  'ConcurrencyStamp',
] as const;

const isElement: ReadonlySet<string> = new Set(elements);

/** @throws TypeError for what is no UUID */
export function toBinary(id: string): Binary {
  if (!isUuid(id)) {
    throw new TypeError(`The id of a job has to be a UUID; '${id}' is none.`);
  }
  // What is a `Uint8Array` to newer versions of TypeScript, a `Buffer` of older types of Node is not.
  const bytes = new Uint8Array(Buffer.from(id.replace(/-/g, ''), 'hex'));
  return new Binary(bytes, Binary.SUBTYPE_UUID);
}

export function toId({ buffer }: Binary): string {
  const hex = Buffer.from(buffer).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function toRecord(document: BackgroundJobDocument): BackgroundJobRecord {
  const record = new BackgroundJobRecord();
  record.id = toId(document._id);
  record.applicationName = document.ApplicationName ?? null;
  record.jobName = document.JobName;
  record.jobArgs = document.JobArgs;
  record.tryCount = document.TryCount;
  record.creationTime = document.CreationTime;
  record.nextTryTime = document.NextTryTime;
  record.lastTryTime = document.LastTryTime ?? null;
  record.isAbandoned = document.IsAbandoned;
  record.completionTime = document.CompletionTime ?? null;
  record.priority = document.Priority;
  record.extraProperties = extraPropertiesOf(document);
  record.concurrencyStamp = document.ConcurrencyStamp;
  return record;
}

/** @throws RangeError when an extra property cannot be an element of the document */
export function toDocument(record: BackgroundJobRecord): BackgroundJobDocument {
  return {
    _id: toBinary(record.id),
    ...toElements(record),
    ...toExtraElements(record.extraProperties),
  };
}

/** All elements but the id and the extra properties. */
export function toElements(
  record: Omit<BackgroundJobRecord, 'id' | 'extraProperties'>,
) {
  return {
    ApplicationName: record.applicationName,
    JobName: record.jobName,
    JobArgs: record.jobArgs,
    TryCount: record.tryCount,
    CreationTime: record.creationTime,
    NextTryTime: record.nextTryTime,
    LastTryTime: record.lastTryTime,
    IsAbandoned: record.isAbandoned,
    CompletionTime: record.completionTime,
    Priority: record.priority,
    ConcurrencyStamp: record.concurrencyStamp,
  };
}

/**
 * What has to be set so that the document has these extra properties. Nothing else is written: elements that others keep there stay as they are, to the
 * BSON type, and those that are not among the given ones stay too.
 *
 * @throws RangeError when a property cannot be an element of the document
 */
export function changedExtraElements(
  document: BackgroundJobDocument,
  extraProperties: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const changed = Object.entries(extraProperties).filter(
    ([name, value]) => !isDeepStrictEqual(document[name], value),
  );
  return toExtraElements(objectOf(changed));
}

function extraPropertiesOf(
  document: BackgroundJobDocument,
): Record<string, unknown> {
  const extraProperties: Record<string, unknown> = {};
  for (const name of Object.keys(document)) {
    if (!isElement.has(name)) {
      extraProperties[name] = document[name];
    }
  }
  return extraProperties;
}

/** The values as JSON has them, which is what other databases keep: without what it cannot say, and dates as text. */
function toExtraElements(
  extraProperties: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  for (const name of Object.keys(extraProperties)) {
    if (isElement.has(name) || /^$|^\$|[.\0]/.test(name)) {
      throw new RangeError(
        `A job cannot have the extra property '${name}': it would be ${isElement.has(name) ? 'the element of that name' : 'no name of an element'} of its document.`,
      );
    }
  }
  return Object.keys(extraProperties).length === 0
    ? {}
    : (JSON.parse(JSON.stringify(extraProperties)) as Record<string, unknown>);
}
