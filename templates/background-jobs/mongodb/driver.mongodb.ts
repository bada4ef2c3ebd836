// The only file that imports the driver's package.

export {
  Binary,
  ClientSession,
  Db,
  Long,
  MongoBulkWriteError,
  MongoClient,
  MongoServerError,
  ObjectId,
} from 'mongodb';
export type {
  AnyBulkWriteOperation,
  Collection,
  CommandStartedEvent,
  Document,
  Filter,
  FindCursor,
  MongoClientOptions,
  Sort,
  WriteConcernSettings,
} from 'mongodb';
