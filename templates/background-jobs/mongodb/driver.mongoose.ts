// The only file that imports the driver's package: here Mongoose, which brings the driver along.
import { mongo } from 'mongoose';

export const {
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
} = mongo;

export type Binary = mongo.Binary;
export type ClientSession = mongo.ClientSession;
export type Db = mongo.Db;
export type Int32 = mongo.Int32;
export type Long = mongo.Long;
export type MongoBulkWriteError = mongo.MongoBulkWriteError;
export type MongoClient = mongo.MongoClient;
export type MongoError = mongo.MongoError;
export type MongoServerError = mongo.MongoServerError;
export type ObjectId = mongo.ObjectId;
export type UUID = mongo.UUID;

export type AnyBulkWriteOperation<T extends mongo.Document = mongo.Document> =
  mongo.AnyBulkWriteOperation<T>;
export type ChangeStream<
  T extends mongo.Document = mongo.Document,
  C extends mongo.Document = mongo.ChangeStreamDocument<T>,
> = mongo.ChangeStream<T, C>;
export type ChangeStreamDocument<T extends mongo.Document = mongo.Document> =
  mongo.ChangeStreamDocument<T>;
export type ClientSessionOptions = mongo.ClientSessionOptions;
export type Collection<T extends mongo.Document = mongo.Document> =
  mongo.Collection<T>;
export type CommandStartedEvent = mongo.CommandStartedEvent;
export type Document = mongo.Document;
export type Filter<T> = mongo.Filter<T>;
export type FindOptions = mongo.FindOptions;
export type MongoClientOptions = mongo.MongoClientOptions;
export type ResumeToken = mongo.ResumeToken;
export type Sort = mongo.Sort;
export type UpdateFilter<T> = mongo.UpdateFilter<T>;
export type WithId<T> = mongo.WithId<T>;
export type WriteConcernSettings = mongo.WriteConcernSettings;
