// The only file that imports the driver's package.

export { Binary, Long, MongoClient, MongoServerError, ObjectId } from 'mongodb';
export type {
  AnyBulkWriteOperation,
  ClientSession,
  Collection,
  Db,
  Filter,
  FindCursor,
  MongoClientOptions,
} from 'mongodb';
