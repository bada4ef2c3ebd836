/** Which job names a worker takes. Blank names are dropped and duplicates removed; matching is case-sensitive. */
export class BackgroundJobNameFilter {
  static readonly none = new BackgroundJobNameFilter('none', []);

  private constructor(
    readonly mode: 'none' | 'include' | 'exclude',
    readonly jobNames: readonly string[],
  ) {}

  /** @throws RangeError when no name is left; a filter that includes nothing would silently run nothing. */
  static include(jobNames: readonly string[]): BackgroundJobNameFilter {
    return new BackgroundJobNameFilter(
      'include',
      normalize(jobNames, 'include'),
    );
  }

  /** @throws RangeError when no name is left; use {@link BackgroundJobNameFilter.none}. */
  static exclude(jobNames: readonly string[]): BackgroundJobNameFilter {
    return new BackgroundJobNameFilter(
      'exclude',
      normalize(jobNames, 'exclude'),
    );
  }

  isMatch(jobName: string): boolean {
    switch (this.mode) {
      case 'none':
        return true;
      case 'include':
        return this.jobNames.includes(jobName);
      case 'exclude':
        return !this.jobNames.includes(jobName);
    }
  }
}

function normalize(
  jobNames: readonly string[],
  mode: string,
): readonly string[] {
  const names = [...new Set(jobNames.filter((name) => name.trim() !== ''))];
  if (names.length === 0) {
    throw new RangeError(
      `A filter of the mode '${mode}' needs at least one job name that is not blank.`,
    );
  }
  return Object.freeze(names);
}
