import { randomBytes } from 'node:crypto';

/** A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance. Rows inserted together lie together in the index. */
export function uuidV7(time: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(time.getTime(), 0, 6);
  bytes.writeUInt8(0x70 + (bytes.readUInt8(6) % 0x10), 6);
  bytes.writeUInt8(0x80 + (bytes.readUInt8(8) % 0x40), 8);
  return bytes
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
