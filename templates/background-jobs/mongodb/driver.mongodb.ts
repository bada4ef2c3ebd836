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
  UUID,
} from 'mongodb';
export type {
  AnyBulkWriteOperation,
  ChangeStream,
  Collection,
  CommandStartedEvent,
  Document,
  Filter,
  MongoClientOptions,
  Sort,
  WriteConcernSettings,
} from 'mongodb';
