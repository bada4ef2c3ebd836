import { createHash } from 'node:crypto';

/** The name git gives a blob of this content (SHA-1, hex), by which its repository is asked for it: `git cat-file blob <hash>`. */
export function gitBlobHash(content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
