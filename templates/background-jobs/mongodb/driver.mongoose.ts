// The only file that imports the driver's package: here Mongoose, which brings the driver along.
import { mongo } from 'mongoose';

export const {
  Binary,
  ClientSession,
  Db,
  Long,
  MongoBulkWriteError,
  MongoClient,
  MongoServerError,
  ObjectId,
} = mongo;

export type Binary = mongo.Binary;
export type ClientSession = mongo.ClientSession;
export type Db = mongo.Db;
export type Long = mongo.Long;
export type MongoBulkWriteError = mongo.MongoBulkWriteError;
export type MongoClient = mongo.MongoClient;
export type MongoServerError = mongo.MongoServerError;
export type ObjectId = mongo.ObjectId;

export type AnyBulkWriteOperation<T extends mongo.Document = mongo.Document> =
  mongo.AnyBulkWriteOperation<T>;
export type Collection<T extends mongo.Document = mongo.Document> =
  mongo.Collection<T>;
export type CommandStartedEvent = mongo.CommandStartedEvent;
export type Document = mongo.Document;
export type Filter<T> = mongo.Filter<T>;
export type FindCursor<T> = mongo.FindCursor<T>;
export type MongoClientOptions = mongo.MongoClientOptions;
export type Sort = mongo.Sort;
export type WriteConcernSettings = mongo.WriteConcernSettings;
