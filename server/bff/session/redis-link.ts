import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import { createMeasuredCalls, type MeasuredCalls } from '../measured-calls.ts';
import { Problem } from '../problem.ts';
import { createRedisClient, type RedisAddress, type RedisClient } from './redis-client.ts';
import { DeadlineError, within } from './within.ts';

export interface RedisLinkOptions extends RedisAddress {
  readonly log: Logger;
  /** How long a command may take, in milliseconds. Default 700, so that a frozen Redis is answered for within a second. */
  readonly deadlineMs?: number;
  readonly calls?: MeasuredCalls;
}

/** What Redis answers: every script and command here is written so that it is one of these. */
export type RedisReply = string | number | null | readonly RedisReply[];

/** A script that Redis runs as one step. */
export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
}

/** The way to Redis, with an end to every wait. */
export interface RedisLink {
  /** @throws {Problem} `store_unavailable` when Redis is away, frozen or refuses */
  send(...command: readonly string[]): Promise<RedisReply>;
  /** @throws {Problem} as `send` */
  run(script: RedisScript, keys: readonly string[], values: readonly string[]): Promise<RedisReply>;
  close(): void;
}

/** Between two attempts to connect, in milliseconds: the first, and the longest. */
const pauses = { first: 100, longest: 1_000 };

/** @example const touch = redisScript("return redis.call('EXISTS', KEYS[1])"); */
export const redisScript = (lua: string): RedisScript => ({
  lua,
  sha: createHash('sha1').update(lua).digest('hex'),
});

/**
 * Connects to Redis and stays connected.
 *
 * A command that has no answer in time takes the connection with it: a frozen Redis still accepts
 * connections and commands, and the client's own time-out ends with the writing of a command. Until
 * there is a new connection, commands are refused at once; nothing queues up.
 *
 * @example
 * const redis = createRedisLink({ url: 'redis://localhost:6379', log: pino() });
 * await redis.send('PING');
 */
export function createRedisLink(options: RedisLinkOptions): RedisLink {
  const { log, deadlineMs = 700, calls = createMeasuredCalls() } = options;
  let current: RedisClient | undefined;
  let isClosed = false;
  let lastTrouble: unknown;
  // At the start alone a command waits for the connection: later it would wait for something broken.
  let beginning: Promise<void> | undefined = connect().finally(() => {
    beginning = undefined;
  });

  async function connect(): Promise<void> {
    for (let pause = pauses.first; !isClosed; pause = Math.min(pause * 2, pauses.longest)) {
      const client = await createRedisClient(options, deadlineMs);
      let reason: unknown;
      client.on('error', (error: unknown) => {
        reason = error;
        drop(client, error);
      });
      try {
        await within(deadlineMs, client.connect());
        // A frozen Redis accepts the connection.
        await within(deadlineMs, client.sendCommand(['PING']));
        if (reason !== undefined) throw reason;
        if (isClosed) return destroy(client);
        lastTrouble = undefined;
        current = client;
        log.info({ event: 'store', state: 'connected' });
        return;
      } catch (error) {
        complain(nameOf(reason ?? error));
        destroy(client);
      }
      await delay(pause, undefined, { ref: false });
    }
  }

  /** Once for each kind of trouble: it is tried every second. */
  function complain(reason: unknown): void {
    if (reason !== lastTrouble) log.warn({ event: 'store', state: 'unreachable', reason });
    lastTrouble = reason;
  }

  function drop(client: RedisClient, reason: unknown): void {
    if (current !== client) return;
    current = undefined;
    log.warn({ event: 'store', state: 'lost', reason: nameOf(reason) });
    destroy(client);
    void connect();
  }

  const send = (...command: readonly string[]) =>
    calls.store(command[0] ?? '', () => sendNow(command));

  async function sendNow(command: readonly string[]): Promise<RedisReply> {
    if (beginning !== undefined) await within(deadlineMs, beginning).catch(() => undefined);
    const client = current;
    if (client === undefined) throw unavailable('not connected');
    try {
      return await within(deadlineMs, client.sendCommand<RedisReply>([...command]));
    } catch (error) {
      // A replica answers reads alone: after a failover the other end of this connection is the wrong one.
      if (error instanceof DeadlineError || wordOf(error) === 'READONLY') drop(client, error);
      if (isScriptUnknown(error)) throw error;
      // Somebody has put something else where we keep ours: there is nothing of ours.
      if (wordOf(error) === 'WRONGTYPE') return null;
      throw unavailable(error);
    }
  }

  return {
    send,
    async run({ lua, sha }, keys, values) {
      const rest = [String(keys.length), ...keys, ...values];
      return send('EVALSHA', sha, ...rest).catch((error: unknown) => {
        if (!isScriptUnknown(error)) throw error;
        // A Redis that was restarted or emptied; this also makes it known again.
        return send('EVAL', lua, ...rest);
      });
    },
    close() {
      isClosed = true;
      if (current !== undefined) destroy(current);
      current = undefined;
    },
  };
}

function destroy(client: RedisClient): void {
  // It throws where it is closed already.
  if (client.isOpen) client.destroy();
}

const isScriptUnknown = (error: unknown): boolean => wordOf(error) === 'NOSCRIPT';

/** The word with which Redis begins an error: `READONLY`, `WRONGPASS`, `LOADING`. */
const wordOf = (error: unknown): string | undefined =>
  error instanceof Error ? /^[A-Z]{3,20}\b/.exec(error.message)?.[0] : undefined;

const unavailable = (cause: unknown) =>
  new Problem('store_unavailable', 'The shop is busy at the moment. Please try again.', { cause });

/** Without the message, which could quote an address with a password. */
const nameOf = (error: unknown): unknown =>
  error instanceof Error ? (('code' in error ? error.code : wordOf(error)) ?? error.name) : error;
