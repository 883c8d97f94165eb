import { sessionKey } from '../../server/bff/session/session-cookie.ts';
import type { RunningRedis } from '../processes/start-redis.ts';
import type { Visitor } from './visitor.ts';

/** What the servers keep in Redis, for whoever can read and write there. */
export interface KeptInRedis {
  /** The names of the keys that fit a pattern. */
  keys(pattern: string): Promise<readonly string[]>;
  get(key: string, field: string): Promise<string>;
  set(key: string, field: string, value: string): Promise<void>;
  remove(key: string, ...fields: string[]): Promise<void>;
  /** Lets two keys have one another's field. */
  swap(one: string, two: string, field: string): Promise<void>;
  sessionOf(visitor: Visitor): string;
  grantOf(visitor: Visitor): Promise<string>;
}

/** @example const { keys } = keptInRedis(cluster.redis); */
export function keptInRedis({ ask }: Pick<RunningRedis, 'ask'>): KeptInRedis {
  async function get(key: string, field: string): Promise<string> {
    const answer = await ask('HGET', key, field);
    const [, value] = /^\$\d+\r\n([\s\S]*)\r\n$/.exec(answer) ?? [];
    if (value === undefined) throw new Error(`${key} has no ${field}: ${answer}`);
    return value;
  }
  const set = async (key: string, field: string, value: string) => {
    await ask('HSET', key, field, value);
  };
  const keys = async (pattern: string) =>
    (await ask('KEYS', pattern)).split('\r\n').filter((line) => line.startsWith('bff:'));

  return {
    keys,
    get,
    set,
    remove: async (key, ...fields) => void (await ask('HDEL', key, ...fields)),
    async swap(one, two, field) {
      const [ofOne, ofTwo] = [await get(one, field), await get(two, field)];
      if (ofOne === ofTwo) throw new Error(`${one} and ${two} have the same ${field}`);
      await set(one, field, ofTwo);
      await set(two, field, ofOne);
    },
    sessionOf: (visitor) => `bff:session:${sessionKey(visitor.sessionId() ?? '')}`,
    async grantOf(visitor) {
      const { user } = await visitor.session();
      const [key, ...more] = await keys(`bff:grant:*/${user?.id}`);
      if (key === undefined || more.length > 0) throw new Error(`Not one grant of ${user?.id}`);
      return key;
    },
  };
}
