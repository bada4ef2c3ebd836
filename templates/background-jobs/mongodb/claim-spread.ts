/** So many claims' worth of due jobs are passed over at most. */
const widest = 7;

/**
 * Keeps processes out of each other's way. All read the same first due jobs, and who comes second gets nothing for it; so where that happens, a claim passes
 * over a random number of those that others are about to take. Alone, a process claims in strict order.
 */
export class ClaimSpread {
  private width = 0;

  /** How many due jobs the next claim passes over. */
  skip(maxResultCount: number): number {
    return Math.floor(Math.random() * (this.width + 1)) * maxResultCount;
  }

  /** @param taken how many jobs of those `wanted` the claim got */
  learn(taken: number, wanted: number): void {
    if (wanted === 0) {
      this.width = 0;
    } else if (taken * 2 < wanted) {
      this.width = Math.min(this.width * 2 + 1, widest);
    } else if (taken === wanted) {
      this.width = Math.max(this.width - 1, 0);
    }
  }
}
