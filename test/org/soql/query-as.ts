import { createViewer } from '../data/access/viewer.ts';
import { ApiError } from '../data/api-error.ts';
import { createOrgData } from '../data/org-data.ts';
import type { SelectResult } from './compile-select.ts';
import { runQuery } from './run-query.ts';

/** For tests: one org whose clock stands at Sunday, 22 November 2026, half past nine. */
export function createQueryAs() {
  const now = new Date('2026-11-22T09:30:00Z');
  const data = createOrgData({ today: now });

  function queryAs(username: string, soql: string, version = '66.0'): SelectResult {
    const user = data.userByUsername(username);
    if (user === undefined) {
      throw new Error(`no such user: ${username}`);
    }
    return runQuery(createViewer(data, user), soql, { now: data.now(), version });
  }
  /** The error as `CODE message`, its place left out; `no error` where there is none. */
  function refusalOf(username: string, soql: string, version?: string): string {
    try {
      queryAs(username, soql, version);
      return 'no error';
    } catch (error) {
      if (error instanceof ApiError) {
        return `${error.errorCode} ${error.message.split('\n').at(-1) ?? ''}`;
      }
      throw error;
    }
  }
  return { data, queryAs, refusalOf };
}
