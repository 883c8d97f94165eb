import { Problem } from '../problem.ts';
import type { RedisLink, RedisReply } from './redis-link.ts';
import { DeadlineError, within } from './within.ts';

/** Redis for what can be done without. */
export type ImpatientRedis = Pick<RedisLink, 'send' | 'run'>;

/** Short beside an answer of Salesforce's; on a network of one's own, Redis takes a millisecond. */
const deadlineMs = 250;

/** How long nothing is asked after one that took longer. */
const pauseMs = 2_000;

/**
 * Whoever asks waits no longer than a blink, and where Redis is slow, the next ones do not wait at all
 * for a while.
 *
 * @throws {Problem} `store_unavailable`, through each of its promises
 * @example const redis = impatientRedis(link);
 */
export function impatientRedis(link: ImpatientRedis): ImpatientRedis {
  // Not by the wall clock: one that is set back would prolong the pause.
  let pausedUntil = 0;

  async function soon(ask: () => Promise<RedisReply>): Promise<RedisReply> {
    if (performance.now() < pausedUntil) throw away(undefined);
    return within(deadlineMs, ask()).catch((error: unknown) => {
      if (!(error instanceof DeadlineError)) throw error;
      pausedUntil = performance.now() + pauseMs;
      throw away(error);
    });
  }

  return {
    send: (...command) => soon(() => link.send(...command)),
    run: (script, keys, values) => soon(() => link.run(script, keys, values)),
  };
}

const away = (cause: unknown) =>
  new Problem('store_unavailable', 'The shop is busy at the moment.', { cause });
