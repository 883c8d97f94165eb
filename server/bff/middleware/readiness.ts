import type { RequestHandler } from 'express';
import { sendJson } from '../api/respond.ts';
import type { RedisLink } from '../session/redis-link.ts';

/**
 * Whether this process can serve people: 200, or 503 with what is down.
 *
 * Salesforce is not asked: that it is down is no reason to take every process out, which would help nobody.
 *
 * @param redis absent where sessions are kept in this process
 */
export function readiness(redis: RedisLink | undefined): RequestHandler {
  return async function readinessHandler(_request, response) {
    const isStoreUp = redis === undefined || (await answers(redis));
    if (isStoreUp) sendJson(response, 200, { status: 'ok' });
    else sendJson(response, 503, { status: 'unavailable', down: ['store'] });
  };
}

const answers = (redis: RedisLink): Promise<boolean> =>
  redis.send('PING').then(
    () => true,
    () => false,
  );
