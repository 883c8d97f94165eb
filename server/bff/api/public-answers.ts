import type { PublicQuery } from '../routes/public-query.ts';
import { type BoundedCache, createBoundedCache } from '../sources/bounded-cache.ts';
import type { IntegrationSource } from '../sources/integration.ts';
import { type PublicJson, publicJson } from './respond.ts';

/** Answers of public routes. */
export interface PublicAnswers {
  /**
   * @param input as the route has parsed it
   * @param signal ends the wait
   * @throws {Problem}
   */
  answer(route: PublicQuery, input: unknown, signal: AbortSignal): Promise<PublicJson>;
}

/** Of one catalogue, whatever is searched in it. */
const most = { entries: 500, bytes: 4 * 1024 * 1024 };

type Written = Pick<PublicJson, 'bytes' | 'etag'>;

/** What is asked again is written once, for as long as its rows are the same. */
export function createPublicAnswers(integration: IntegrationSource): PublicAnswers {
  const byRows = new WeakMap<readonly unknown[], Map<PublicQuery, BoundedCache<Written>>>();

  function cacheOf(rows: readonly unknown[], route: PublicQuery): BoundedCache<Written> {
    const byRoute = byRows.get(rows) ?? new Map<PublicQuery, BoundedCache<Written>>();
    byRows.set(rows, byRoute);
    const written = byRoute.get(route) ?? createBoundedCache<Written>(most);
    byRoute.set(route, written);
    return written;
  }

  function write(rows: readonly unknown[], route: PublicQuery, input: unknown): Written {
    const written = cacheOf(rows, route);
    const key = JSON.stringify(input);
    const present = written.get(key);
    if (present !== undefined) return present;
    const json = publicJson(route.answer(route.pick(rows, input)));
    written.set(key, json, json.bytes.length + key.length);
    return json;
  }

  return {
    async answer(route, input, signal) {
      const { cacheSeconds } = route;
      const query = route.select(input);
      const { rows, freshSeconds } = await integration.query(query, { cacheSeconds, signal });
      return { ...write(rows, route, input), freshSeconds, cacheSeconds };
    },
  };
}
