/** Among so many of the first due jobs a claim begins at most. */
const widest = 2_000;

/**
 * Keeps processes out of each other's way. All read the same first due jobs, and who comes second gets nothing for it; so where that happens, a claim begins
 * somewhere further on, and the further the more often it happens. Alone, a process claims in strict order.
 */
export class ClaimSpread {
  private width = 0;

  /** How many due jobs the next claim passes over. */
  get skip(): number {
    return Math.floor(Math.random() * this.width);
  }

  /** @param taken how many jobs of those `wanted` the claim got, where it could have had `maxResultCount` */
  learn(taken: number, wanted: number, maxResultCount: number): void {
    if (wanted === 0) {
      this.width = 0;
    } else if (taken * 2 < wanted) {
      this.width = Math.min(Math.max(this.width, maxResultCount) * 2, widest);
    } else if (taken === wanted) {
      this.width = this.width < maxResultCount ? 0 : this.width * 0.9;
    }
  }
}
