/** Prints where `mongod` is, downloaded if need be; the progress of the download is printed too. */
import { MongoBinary } from 'mongodb-memory-server-core';

try {
  console.log(`mongod=${await MongoBinary.getPath()}`);
} catch (error) {
  console.error(String(error.message ?? error).replaceAll('\n', ' '));
  process.exitCode = 1;
}
