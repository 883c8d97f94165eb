import { randomUUID } from 'node:crypto';
import { createRedisClient, type RedisAddress, type RedisClient } from '../session/redis-client.ts';
import { type Check, type Outcome, ok, warning, wrong } from './check.ts';
import { codeOf } from './explain-failure.ts';

/** Whether sessions can be kept: Redis answers, keeps and forgets, and does not forget by itself. */
export function redisChecks(redis: RedisAddress | undefined): readonly Check[] {
  if (redis === undefined) {
    return [
      {
        name: 'redis',
        run: async () =>
          warning(
            'there is none: sessions are in the memory of one process, and end with it',
            'Set REDIS_URL, unless SESSION_STORE=memory is what you want.',
          ),
      },
    ];
  }
  return [
    { name: 'redis', run: (signal) => withClient(redis, signal, keepsAndForgets) },
    {
      name: 'redis_eviction',
      needs: ['redis'],
      run: (signal) => withClient(redis, signal, neverEvicts),
    },
  ];
}

async function withClient(
  redis: RedisAddress,
  signal: AbortSignal,
  work: (client: RedisClient) => Promise<Outcome>,
): Promise<Outcome> {
  const client = await createRedisClient(redis, 5_000);
  // What it says by an event, its promises say too.
  client.on('error', () => undefined);
  const destroy = () => {
    if (client.isOpen) client.destroy();
  };
  signal.addEventListener('abort', destroy, { once: true });
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    return explain(error);
  } finally {
    destroy();
  }
}

async function keepsAndForgets(client: RedisClient): Promise<Outcome> {
  await client.sendCommand(['PING']);
  const key = `doctor:${randomUUID()}`;
  await client.sendCommand(['SET', key, 'well', 'EX', '10']);
  const kept = await client.sendCommand(['GET', key]);
  await client.sendCommand(['DEL', key]);
  return String(kept) === 'well'
    ? ok('answers, keeps and forgets')
    : wrong('does not keep what is written', 'Look at what REDIS_URL leads to: it is no Redis.');
}

/** `INFO` says it also where a provider allows no `CONFIG`. */
async function neverEvicts(client: RedisClient): Promise<Outcome> {
  const info = String(await client.sendCommand(['INFO', 'memory']));
  const [, policy] = /^maxmemory_policy:([\w-]+)/m.exec(info) ?? [];
  if (policy === undefined) {
    return warning(
      'Redis does not say what it does when it is full',
      'See that its maxmemory-policy is noeviction.',
    );
  }
  return policy === 'noeviction'
    ? ok('what is kept is not thrown away when Redis is full')
    : warning(
        `maxmemory-policy is ${policy}: when Redis is full, it throws sessions and tokens away`,
        'Set it to noeviction (on Heroku: heroku redis:maxmemory --policy noeviction).',
      );
}

/** @see https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors */
function explain(error: unknown): Outcome {
  const [word] = (error instanceof Error && /^[A-Z]{3,20}\b/.exec(error.message)) || [];
  const code = word ?? codeOf(error);
  if (/^(?:WRONGPASS|NOAUTH|NOPERM)$/.test(code)) {
    return wrong(
      code,
      'REDIS_URL has the wrong user or password, or a user without the right to these commands: take the URL anew from where Redis is run.',
    );
  }
  if (code === 'ERR') {
    return wrong(
      'Redis refuses',
      'REDIS_URL has a password where Redis wants none, or names a database that is not there.',
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) {
    return wrong(
      code,
      "Redis' certificate is not one that Node trusts. On Heroku Key-Value Store, where they are self-signed: REDIS_TLS_REJECT_UNAUTHORIZED=false.",
    );
  }
  return wrong(
    code,
    'Redis does not answer at REDIS_URL: compare the host, the port, and redis:// with rediss://.',
  );
}
