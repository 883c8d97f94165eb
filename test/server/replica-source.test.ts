import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SqlStatement } from '../../server/bff/queries/sql.ts';
import { createReplicaSource, type ReplicaSource } from '../../server/bff/sources/replica.ts';
import { selfSignedCertificate } from '../../server/setup/self-signed-certificate.ts';
import { type RunningPostgres, startPostgres } from '../processes/start-postgres.ts';
import { findPostgres } from '../programs/find-postgres.ts';
import { databases } from '../replica/databases.ts';

const log = pino({ level: 'silent' });
const statement = (text: string, values: SqlStatement['values'] = []): SqlStatement => ({
  text,
  values,
});

for (const database of databases()) {
  describe.runIf(database.isThere)(`the replica's source, on ${database.name}`, () => {
    let url: string;
    let stop: () => Promise<void>;
    let replica: ReplicaSource;
    const rows = (text: string, values?: SqlStatement['values']) =>
      replica.query(statement(text, values));

    beforeAll(async () => {
      ({ url, stop } = await database.start());
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`
        CREATE SCHEMA salesforce;
        CREATE TABLE salesforce.thing (sfid varchar(18), amount double precision, day date);
        INSERT INTO salesforce.thing VALUES ('a', 0.1, '2026-01-31');
        CREATE TABLE public.secret (word text);
        SET datestyle = 'SQL, DMY'`);
      await client.end();
      replica = createReplicaSource({ url, log });
    });
    afterAll(async () => {
      await replica?.close();
      await stop?.();
    });

    it('answers values that mean the same in every time zone', async () => {
      const [row] = await rows(`
        SELECT amount, day, '2026-03-29 02:30:00'::timestamp AS moment,
          9007199254740993::bigint AS large, 0.30::numeric AS exact, 7::int AS whole,
          TRUE AS yes, NULL AS nothing, '{"a":[1]}'::jsonb AS json,
          '2026-06-01 00:00:00+02'::timestamptz AS instant
        FROM salesforce.thing`);
      expect(row).toEqual({
        ...{ amount: 0.1, day: '2026-01-31', moment: '2026-03-29 02:30:00', whole: 7, yes: true },
        ...{ large: '9007199254740993', exact: '0.30', nothing: null, json: { a: [1] } },
        instant: '2026-05-31 22:00:00+00',
      });
    });

    it('takes values apart from the text', async () => {
      const odd = `'; DROP TABLE salesforce.thing; -- $1 \\ " é 🙂`;
      const found = await rows(
        'SELECT $1::text AS text, $2::int = ANY($3::int[]) AS one, $4::float8 AS part, $5::date AS day',
        [odd, 2, [1, 2], 0.5, '2026-02-28'],
      );
      expect(found).toEqual([{ text: odd, one: true, part: 0.5, day: '2026-02-28' }]);
      expect(await rows('SELECT 1 AS one FROM salesforce.thing WHERE sfid = $1', [odd])).toEqual(
        [],
      );
    });

    it.each([
      "INSERT INTO salesforce.thing VALUES ('b')",
      'UPDATE salesforce.thing SET amount = 0',
      'DELETE FROM salesforce.thing',
      'DROP TABLE salesforce.thing',
      'CREATE TABLE salesforce.other (a int)',
      "SELECT setval('salesforce.s', 1)",
    ])('changes nothing: %s', async (text) => {
      await expect(rows(text)).rejects.toMatchObject({ status: expect.any(Number) });
      expect(await rows('SELECT count(*)::int AS n FROM salesforce.thing')).toEqual([{ n: 1 }]);
    });

    it.each([
      ['SELECT * FROM salesforce.gone', 'salesforce.gone'],
      ['SELECT * FROM elsewhere.thing', 'elsewhere'],
      ['SELECT price FROM salesforce.thing', 'price'],
      ['SELECT * FROM thing', 'thing'],
      ['SELECT * FROM secret', 'secret'],
    ])('%s is not configured, and only the log is told why', async (text, words) => {
      await expect(rows(text)).rejects.toMatchObject({
        code: 'not_configured',
        detail: expect.not.stringContaining(words),
        cause: { message: expect.stringContaining(words) },
      });
    });

    it.each([
      ['a date', 'SELECT day FROM salesforce.thing WHERE day = $1', '0000-01-01'],
      ['a number', 'SELECT day FROM salesforce.thing WHERE amount = $1', '1e999'],
      ['a character', 'SELECT day FROM salesforce.thing WHERE sfid = $1', 'a\0b'],
    ])('%s that there is not is wrong input', async (_what, text, value) => {
      await expect(rows(text, [value])).rejects.toMatchObject({ code: 'invalid_input' });
      expect(await rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('keeps to itself what a query of ours stumbles over', async () => {
      await expect(
        rows("SELECT sfid::int FROM salesforce.thing WHERE sfid = 'a' AND 1 / (amount - 0.1) > 0"),
      ).rejects.toMatchObject({
        code: 'internal',
        cause: { name: 'ReplicaFailure', message: expect.stringMatching(/^SQLSTATE [0-9A-Z]{5}$/) },
      });
    });

    it('is asked all the same, however many queries it refuses', async () => {
      for (let query = 0; query < 6; query += 1) {
        await expect(rows('SELECT * FROM salesforce.gone')).rejects.toThrow('not_configured');
      }
      expect(await rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('lets several ask at once', async () => {
      const asked = Array.from({ length: 40 }, (_, n) => rows('SELECT $1::int AS n', [n]));
      expect(await Promise.all(asked)).toEqual(asked.map((_, n) => [{ n }]));
    });
  });
}

describe('the replica’s source', () => {
  it.each([
    ['postgres://127.0.0.1:1/shop', 'ECONNREFUSED'],
    ['postgres://localhost:1/shop?sslmode=require', 'ECONNREFUSED'],
    ['postgres://there-is-no-such-host.invalid/shop', /ENOTFOUND|EAI_AGAIN|timeout/],
  ])('%s: says what is wrong without the address', async (url, reason) => {
    const replica = createReplicaSource({ url, log });
    await expect(replica.query(statement('SELECT 1'))).rejects.toMatchObject({
      code: 'replica_unavailable',
      cause: { message: expect.stringMatching(reason) },
    });
    await replica.close();
  });
});

const programs = findPostgres();

describe.runIf(programs !== undefined)('the replica’s source, by TLS', () => {
  let postgres: RunningPostgres;
  beforeAll(async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    postgres = await startPostgres(programs ?? '', {
      tls: {
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        certificate: selfSignedCertificate({
          ...{ privateKey, commonName: 'postgres', now: new Date() },
        }),
      },
    });
  });
  afterAll(() => postgres?.stop());

  const encrypted = async (url: string, rejectUnauthorized: boolean) => {
    const replica = createReplicaSource({ url, rejectUnauthorized, log });
    try {
      return await replica.query(
        statement('SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()'),
      );
    } finally {
      await replica.close();
    }
  };

  it('trusts no certificate that signs itself, unless it is told to', async () => {
    const url = `${postgres.url}?sslmode=require`;
    await expect(encrypted(url, true)).rejects.toMatchObject({
      code: 'replica_unavailable',
      cause: { message: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(await encrypted(url, false)).toEqual([{ ssl: true }]);
  });

  it('goes without TLS on this machine, where nothing else is said', async () => {
    expect(await encrypted(postgres.url, true)).toEqual([{ ssl: false }]);
  });
});

describe('the pool', () => {
  it('takes as many connections as it is told to', async () => {
    let taken = 0;
    const silent = createServer((socket) => {
      taken += 1;
      socket.on('error', () => {});
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    // A server that listens on a port has an address of this kind.
    const { port } = silent.address() as AddressInfo;
    const url = `postgres://shop@127.0.0.1:${port}/shop`;
    const replica = createReplicaSource({ url, connections: 3, log });
    const asked = Array.from({ length: 6 }, () => replica.query(statement('SELECT 1')));
    await expect.poll(() => taken).toBe(3);
    const ends = await Promise.allSettled(asked);
    expect(ends.map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
    await replica.close();
    silent.close();
  });
});

describe('a Postgres that does not answer', () => {
  const nowhere = 'postgres://127.0.0.1:1/shop';
  const notAsked = {
    code: 'replica_unavailable',
    headers: { 'Retry-After': '1' },
    cause: { message: 'Postgres has not answered for a while, and was not asked' },
  };
  const asked = { code: 'replica_unavailable', headers: {}, cause: { message: 'ECONNREFUSED' } };

  it('is not asked any more after five queries, but for one in a while', async () => {
    let now = 0;
    const lines = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const replica = createReplicaSource({ url: nowhere, log: lines, clock: () => now });
    const ask = () => replica.query(statement('SELECT 1'));
    for (let query = 0; query < 5; query += 1) await expect(ask()).rejects.toMatchObject(asked);
    await expect(ask()).rejects.toMatchObject(notAsked);
    expect(lines.error.mock.calls).toEqual([
      [{ event: 'replica_circuit', state: 'open', failures: 5 }],
    ]);
    now += 1_000;
    await expect(ask()).rejects.toMatchObject(asked);
    now += 1_999;
    await expect(ask()).rejects.toMatchObject({ ...notAsked, headers: { 'Retry-After': '1' } });
    now += 1;
    await expect(ask()).rejects.toMatchObject(asked);
    await replica.close();
  });

  it.runIf(programs !== undefined)('is another than one whose places are all taken', async () => {
    const postgres = await startPostgres(programs ?? '');
    const lines = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const replica = createReplicaSource({ url: postgres.url, connections: 1, log: lines });
    try {
      const slow = replica.query(statement('SELECT pg_sleep(4)'));
      const waiting = Array.from({ length: 8 }, () => replica.query(statement('SELECT 1')));
      for (const { status, reason } of (await Promise.allSettled(waiting)).map(Object)) {
        expect([status, reason.code]).toEqual(['rejected', 'replica_unavailable']);
      }
      expect(await slow).toHaveLength(1);
      expect(await replica.query(statement('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
      expect(lines.error).not.toHaveBeenCalled();
    } finally {
      await replica.close();
      await postgres.stop();
    }
  });

  it.runIf(programs !== undefined)('is asked all the same after slow queries', async () => {
    const postgres = await startPostgres(programs ?? '');
    const replica = createReplicaSource({ url: postgres.url, log });
    try {
      const slow = Array.from({ length: 6 }, () => replica.query(statement('SELECT pg_sleep(9)')));
      for (const { status, reason } of (await Promise.allSettled(slow)).map(Object)) {
        expect([status, reason.cause.message]).toEqual(['rejected', 'SQLSTATE 57014']);
      }
      expect(await replica.query(statement('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    } finally {
      await replica.close();
      await postgres.stop();
    }
  });
});
