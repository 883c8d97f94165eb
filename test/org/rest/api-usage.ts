import { ApiError } from '../data/api-error.ts';

/** The org's calls of today, and how many it may make. */
export interface ApiUsage {
  used(): number;
  limit(): number;
  count(calls: number): void;
}

/**
 * Counts a call within the day's limit: the one that reaches it is still answered, and those after
 * it count no more.
 * @throws {ApiError} REQUEST_LIMIT_EXCEEDED (seen)
 */
export function countCall(usage: ApiUsage): void {
  if (usage.used() >= usage.limit()) {
    throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  }
  usage.count(1);
}
