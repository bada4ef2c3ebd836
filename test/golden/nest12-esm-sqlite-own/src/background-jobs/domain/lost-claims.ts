import type { BackgroundJobClaim } from '../abstractions/background-job-store.js';
import { concurrencyStamp } from './concurrency-stamp.js';

/** Runs a statement over claims that returns those it still found in their hands; returns the others. */
export async function lostOf(
  claims: readonly BackgroundJobClaim[],
  statement: () => Promise<readonly BackgroundJobClaim[]>,
): Promise<readonly BackgroundJobClaim[]> {
  // A worker that was away may have claimed the same job twice, so the id alone does not tell a claim.
  const keyOf = ({ id, concurrencyStamp: stamp }: BackgroundJobClaim) =>
    id + concurrencyStamp.afterClaim(stamp);
  const found = claims.length === 0 ? [] : await statement();
  if (new Set(found.map(({ id }) => id)).size === claims.length) {
    return [];
  }
  const held = new Set(found.map(keyOf));
  return claims
    .filter((claim) => !held.has(keyOf(claim)))
    .map(({ id, concurrencyStamp: stamp }) => ({
      id,
      concurrencyStamp: stamp,
    }));
}
