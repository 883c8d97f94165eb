import { createClient } from '@redis/client';

/** Where Redis is. */
export interface RedisAddress {
  /** `redis://…` or `rediss://…`. */
  readonly url: string;
  /** False for Heroku Key-Value Store, whose certificates are self-signed. Default true. */
  readonly rejectUnauthorized?: boolean;
}

/** A connection that queues nothing and does not come back by itself. */
export function createRedisClient(
  { url, rejectUnauthorized = true }: RedisAddress,
  deadlineMs: number,
): ReturnType<typeof createClient> {
  const socket = { reconnectStrategy: false, connectTimeout: deadlineMs } as const;
  return createClient({
    url,
    // The older protocol, in which every answer is a RedisReply.
    RESP: 2,
    disableOfflineQueue: true,
    socket: url.startsWith('rediss:') ? { ...socket, tls: true, rejectUnauthorized } : socket,
  });
}
