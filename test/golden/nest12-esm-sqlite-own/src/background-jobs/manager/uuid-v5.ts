import { createHash } from 'node:crypto';

/** Sets the module's texts apart from those of everyone else; other ids come out if it changes. */
const NAMESPACE = 'eb4556af8a7d4c318f9256d11fa66bfc';

/** A UUID of version 5 (RFC 9562): the same text makes the same one, in every process. */
export function uuidV5(text: string): string {
  const bytes = createHash('sha1')
    .update(NAMESPACE, 'hex')
    .update(text)
    .digest();
  bytes.writeUInt8(0x50 + (bytes.readUInt8(6) % 0x10), 6);
  bytes.writeUInt8(0x80 + (bytes.readUInt8(8) % 0x40), 8);
  return bytes
    .toString('hex', 0, 16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
