// The only file that imports the driver's package.

export {
  Binary,
  BSON,
  ClientSession,
  Db,
  Int32,
  Long,
  MongoBulkWriteError,
  MongoClient,
  MongoError,
  MongoServerError,
  ObjectId,
  UUID,
} from 'mongodb';
export type {
  AnyBulkWriteOperation,
  ChangeStream,
  ChangeStreamDocument,
  ClientSessionOptions,
  Collection,
  CommandStartedEvent,
  Document,
  Filter,
  FindOptions,
  MongoClientOptions,
  ResumeToken,
  Sort,
  UpdateFilter,
  WithId,
  WriteConcernSettings,
} from 'mongodb';
