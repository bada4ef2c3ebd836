import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';

/** What the filter matches among the names; `null` when that is nothing. */
export function restrictToKnownNames(
  filter: BackgroundJobNameFilter,
  knownNames: readonly string[],
): BackgroundJobNameFilter | null {
  const names = knownNames.filter((name) => filter.isMatch(name));
  return names.length === 0 ? null : BackgroundJobNameFilter.include(names);
}
