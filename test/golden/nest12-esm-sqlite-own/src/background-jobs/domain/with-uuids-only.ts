import type { BackgroundJobFilter } from '../abstractions/background-job-operations.js';
import { isUuid } from './is-uuid.js';

/** What is no id is the id of no job. */
export function withUuidsOnly(
  filter: BackgroundJobFilter,
): BackgroundJobFilter {
  return filter.ids ? { ...filter, ids: filter.ids.filter(isUuid) } : filter;
}
