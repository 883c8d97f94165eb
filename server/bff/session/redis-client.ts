import type { createClient } from '@redis/client';

/** Where Redis is. */
export interface RedisAddress {
  /** `redis://…` or `rediss://…`. */
  readonly url: string;
  /** False for Heroku Key-Value Store, whose certificates are self-signed. Default true. */
  readonly rejectUnauthorized?: boolean;
}

export type RedisClient = ReturnType<typeof createClient>;

/** A connection that queues nothing and does not come back by itself. */
export async function createRedisClient(
  { url, rejectUnauthorized = true }: RedisAddress,
  deadlineMs: number,
): Promise<RedisClient> {
  // 500 files, which a process does without that keeps its sessions itself.
  const { createClient } = await import('@redis/client');
  const socket = { reconnectStrategy: false, connectTimeout: deadlineMs } as const;
  return createClient({
    url,
    // The older protocol, in which every answer is a RedisReply.
    RESP: 2,
    disableOfflineQueue: true,
    // Its own deadline ends with the writing of a command; ours with the answer.
    commandOptions: { timeout: 0 },
    socket: url.startsWith('rediss:') ? { ...socket, tls: true, rejectUnauthorized } : socket,
  });
}
