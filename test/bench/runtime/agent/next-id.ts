import { randomBytes } from 'node:crypto';

let lastId = 0;

/** A UUID of version 7, as the module's ids are: in the order of time, so that the primary key grows at its end. */
export function nextId(): string {
  lastId = Math.max(lastId + 1, Date.now() * 4_096);
  const time = lastId.toString(16).padStart(15, '0');
  const random = randomBytes(8).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${time.slice(12)}-a${random.slice(0, 3)}-${random.slice(4)}`;
}
