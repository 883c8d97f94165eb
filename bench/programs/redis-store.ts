import { createClient } from '@redis/client';
import session, { type SessionData } from 'express-session';

type Done<T = undefined> = (error?: unknown, value?: T) => void;

const seconds = '43200';

/** Sessions in Redis as `connect-redis` keeps them: JSON under a prefix, read and prolonged at every request. */
export class RedisStore extends session.Store {
  readonly #client = createClient({ url: process.env.REDIS_URL ?? '' });
  readonly #connected = this.#client.connect();

  override get(id: string, done: Done<SessionData | null>): void {
    this.#ask(done, (kept) => (typeof kept === 'string' ? JSON.parse(kept) : null), 'GET', id);
  }

  override set(id: string, data: SessionData, done: Done): void {
    this.#ask(done, nothing, 'SET', id, JSON.stringify(data), 'EX', seconds);
  }

  override touch(id: string, _data: SessionData, done: Done): void {
    this.#ask(done, nothing, 'EXPIRE', id, seconds);
  }

  override destroy(id: string, done: Done): void {
    this.#ask(done, nothing, 'DEL', id);
  }

  async #ask<T>(
    done: Done<T>,
    read: (reply: unknown) => T,
    command: string,
    id: string,
    ...rest: readonly string[]
  ): Promise<void> {
    try {
      await this.#connected;
      done(undefined, read(await this.#client.sendCommand([command, `sess:${id}`, ...rest])));
    } catch (error) {
      done(error);
    }
  }
}

const nothing = () => undefined;
