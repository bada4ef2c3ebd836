// The only file that imports the driver's package: here Mongoose, which brings the driver along.
import { mongo } from 'mongoose';

export const { Binary, Long, MongoClient, MongoServerError, ObjectId } = mongo;

// Mongoose 6 has the driver as a value and not as a namespace, so the types are asked of its classes.
export type Binary = InstanceType<typeof mongo.Binary>;
export type ClientSession = InstanceType<typeof mongo.ClientSession>;
export type Db = InstanceType<typeof mongo.Db>;
export type Long = InstanceType<typeof mongo.Long>;
export type MongoClient = InstanceType<typeof mongo.MongoClient>;
export type MongoServerError = InstanceType<typeof mongo.MongoServerError>;
export type ObjectId = InstanceType<typeof mongo.ObjectId>;

export type Collection<T extends object> = InstanceType<
  typeof mongo.Collection<T>
>;
export type FindCursor<T> = InstanceType<typeof mongo.FindCursor<T>>;
export type AnyBulkWriteOperation<T extends object> = Parameters<
  Collection<T>['bulkWrite']
>[0][number];
export type Filter<T extends object> = NonNullable<
  Parameters<Collection<T>['find']>[0]
>;
export type MongoClientOptions = NonNullable<
  ConstructorParameters<typeof mongo.MongoClient>[1]
>;
