import pg from 'pg';
import { createCircuit } from '../circuit.ts';
import type { Logger } from '../logger.ts';
import type { SqlStatement } from '../queries/sql.ts';
import {
  isAnswer,
  isOutage,
  notAsked,
  ReplicaFailure,
  translateReplicaError,
} from './replica-failure.ts';

/** The Postgres that Heroku Connect writes to, for reading. It knows no user: whoever asks limits the query. */
export interface ReplicaSource {
  /**
   * @throws {Problem} `replica_unavailable`; `not_configured` where a table or a column is not there;
   * `invalid_input` for a value that no such column can have; `internal` for what else Postgres refuses
   */
  query(statement: SqlStatement): Promise<readonly unknown[]>;
  /** Lets what is under way end, and closes every connection. */
  close(): Promise<void>;
}

export interface ReplicaSourceOptions {
  /** `postgres://user:password@host:port/database`. Anywhere but on this machine it is spoken to by TLS. */
  readonly url: string;
  /** False for Heroku Postgres, whose certificates are self-signed. Default true. */
  readonly rejectUnauthorized?: boolean;
  /** Of this process, at most. Default 8: the smallest plans of Heroku Postgres have 20 for all. */
  readonly connections?: number;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Requests that wait for a connection; whoever comes then is told at once. */
const mostWaiting = 100;

/** Milliseconds. */
const deadlines = {
  /** For a connection: a new one, or one that somebody else gives back. */
  connection: 2_000,
  /** For Postgres itself. */
  statement: 5_000,
  /** For everything that a query takes once there is a connection: a frozen Postgres keeps no other. */
  answer: 6_000,
} as const;

/**
 * In the transaction alone, since a connection pooler may give the next one to somebody else. The search
 * path is empty, so that a name without a schema means what the query itself calls so, or nothing.
 */
const begin = [
  'BEGIN READ ONLY',
  "SET LOCAL search_path = ''",
  `SET LOCAL statement_timeout = ${deadlines.statement}`,
  "SET LOCAL datestyle = 'ISO'",
  "SET LOCAL timezone = 'UTC'",
].join('; ');

/**
 * Asks Postgres, each query in a transaction of its own that only reads. It connects when it is first
 * asked, and again whenever a connection is lost. When several queries in a row have had no answer, nobody
 * waits any more, but for one in a while that finds out.
 *
 * @example
 * const replica = createReplicaSource({ url: 'postgres://localhost/shop', log: pino() });
 * const rows = await replica.query(sql`SELECT 1 AS one`.statement());
 */
export function createReplicaSource(options: ReplicaSourceOptions): ReplicaSource {
  const { log, clock } = options;
  const pool = new pg.Pool({
    ...addressOf(options),
    max: options.connections ?? 8,
    connectionTimeoutMillis: deadlines.connection,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Nothing that only waits for the next query keeps a process from ending.
    allowExitOnIdle: true,
    types: { getTypeParser: parserOf },
  });
  // An error that nobody listens to would end the process.
  pool.on('error', (error) => {
    const { cause } = translateReplicaError(error);
    const reason = cause instanceof Error ? cause.message : undefined;
    log.warn({ event: 'replica', state: 'lost', reason });
  });
  pool.on('connect', (client) => client.on('error', () => undefined));

  async function ask({ text, values }: SqlStatement): Promise<readonly unknown[]> {
    if (pool.waitingCount >= mostWaiting) {
      throw new ReplicaFailure('Too many wait already', { isOfThisQuery: true });
    }
    const client = await pool.connect();
    // For a client that never answers: its connection goes, and what waits for it ends.
    const timer = setTimeout(
      () => giveBack(new ReplicaFailure('No answer in time')),
      deadlines.answer,
    );
    let isHere = true;
    const giveBack = (failure?: Error) => {
      clearTimeout(timer);
      if (isHere) client.release(failure);
      isHere = false;
    };
    const end = (command: 'COMMIT' | 'ROLLBACK') =>
      client.query(command).then(() => giveBack(), giveBack);
    try {
      await client.query(begin);
      const { rows } = await client.query(text, [...values]);
      // The rows are complete: their reader need not wait for this.
      void end('COMMIT');
      return rows;
    } catch (error) {
      await end('ROLLBACK');
      throw error;
    }
  }

  const circuit = createCircuit({
    refusal: notAsked,
    opened: (failures) => log.error({ event: 'replica_circuit', state: 'open', failures }),
    closed: (seconds) => log.warn({ event: 'replica_circuit', state: 'closed', seconds }),
    ...(clock && { clock }),
  });

  /** What Postgres itself says, be it a refusal. */
  async function answerTo(statement: SqlStatement) {
    try {
      return { rows: await ask(statement) };
    } catch (error) {
      const problem = translateReplicaError(error);
      if (isAnswer(problem)) return { problem };
      throw problem;
    }
  }

  return {
    async query(statement) {
      const { rows, problem } = await circuit.run(() => answerTo(statement), { isOutage });
      if (rows === undefined) throw problem;
      return rows;
    },
    close: () => pool.end(),
  };
}

/**
 * Not pg's own reading of the URL: that lets `sslmode` in it replace what is said about certificates.
 *
 * @see https://node-postgres.com/features/ssl#usage-with-connectionstring
 */
function addressOf({ url, rejectUnauthorized = true }: ReplicaSourceOptions): pg.PoolConfig {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const isHere = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return {
    host: hostname.replace(/^\[(.+)\]$/, '$1'),
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ssl: isHere && !searchParams.has('sslmode') ? false : { rejectUnauthorized },
  };
}

/** What has one meaning in JavaScript; a date would become a moment in this machine's zone. */
const parsed: ReadonlySet<number> = new Set([
  pg.types.builtins.BOOL,
  pg.types.builtins.INT2,
  pg.types.builtins.INT4,
  pg.types.builtins.FLOAT4,
  pg.types.builtins.FLOAT8,
  pg.types.builtins.JSON,
  pg.types.builtins.JSONB,
]);

const parserOf: typeof pg.types.getTypeParser = (type: number) =>
  parsed.has(type) ? pg.types.getTypeParser(type) : (text: string) => text;
