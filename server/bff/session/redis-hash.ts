import type { RedisReply } from './redis-link.ts';

/**
 * The fields of a hash, as Redis lists them: name, value, name, value.
 *
 * @example hashOf(await redis.send('HGETALL', key)) // { record: '…' }
 */
export function hashOf(reply: RedisReply): Readonly<Record<string, string>> {
  if (!Array.isArray(reply)) return {};
  const fields = new Map<string, string>();
  for (let place = 0; place + 1 < reply.length; place += 2) {
    fields.set(String(reply[place]), String(reply[place + 1]));
  }
  return Object.fromEntries(fields);
}
