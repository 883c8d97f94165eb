import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { startPostgres } from '../processes/start-postgres.ts';
import { type Product, startProduct } from '../product.ts';
import { findPostgres } from '../programs/find-postgres.ts';
import { signIn } from '../sign-in.ts';

type Ask = (parameters?: string) => Promise<{ status: number; json: Answer }>;

async function enter(product: Product, username = 'ada@northwind.example'): Promise<Ask> {
  const jar = new CookieJar();
  await signIn(jar, product.appUrl, username);
  return async (parameters = '') => {
    const url = new URL(`/api/mySpending${parameters}`, product.appUrl);
    const { status, body } = await jar.request(url, { headers: { 'X-BFF': '1' } });
    return { status, json: JSON.parse(body) };
  };
}

interface Answer {
  readonly code?: string;
  readonly detail?: string;
  readonly items?: readonly unknown[];
}

/** How long `work` takes, in seconds, and what comes of it. */
async function timed<T>(work: Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await work;
  return [(performance.now() - start) / 1_000, result];
}

const until = { timeout: 20_000, interval: 200 };

describe('where there is no database', () => {
  it('says that it is not configured, in the answer and in the log at the start', async () => {
    const product = await startProduct();
    try {
      const ask = await enter(product);
      expect(await ask()).toMatchObject({ status: 503, json: { code: 'not_configured' } });
      await expect.poll(product.log).toMatch(/"event":"not_configured","setting":"DATABASE_URL"/);
    } finally {
      await product.stop();
    }
  });

  it('is told at once while nobody listens there, and Salesforce’s own routes go on', async () => {
    const settings = { DATABASE_URL: 'postgres://shop:s3cret@127.0.0.1:1/shop' };
    const product = await startProduct({ settings });
    try {
      const ask = await enter(product);
      const [seconds, answer] = await timed(ask());
      expect(answer).toMatchObject({ status: 503, json: { code: 'replica_unavailable' } });
      expect(seconds).toBeLessThan(3);
      await expect.poll(product.log).toContain('ECONNREFUSED');
      expect(product.log() + JSON.stringify(answer)).not.toMatch(/s3cret|127\.0\.0\.1:1\b/);
      expect((await fetch(`${product.appUrl}/readyz`)).status).toBe(200);
      const catalogue = await fetch(`${product.appUrl}/api/catalogue`, {
        headers: { 'X-BFF': '1' },
      });
      expect(catalogue.status).toBe(200);
    } finally {
      await product.stop();
    }
  });
});

const programs = findPostgres();

describe.runIf(programs !== undefined)('a real Postgres', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let product: Product;
  let ask: Awaited<ReturnType<typeof enter>>;
  beforeAll(async () => {
    postgres = await startPostgres(programs ?? '');
    product = await startProduct({ replica: { databaseUrl: postgres.url } });
    ask = await enter(product);
  });
  afterAll(async () => {
    await product?.stop();
    await postgres?.stop();
  });

  async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** Not by the client that makes them wait: within a transaction it would always see the same. */
  const waitingInPostgres = () =>
    withClient(async (client) => {
      const { rows } = await client.query(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
      );
      return rows[0].n;
    });

  it('that makes everybody wait answers within its own time-out, and goes on afterwards', async () => {
    await withClient(async (client) => {
      await client.query('BEGIN; LOCK TABLE salesforce."order" IN ACCESS EXCLUSIVE MODE');
      const [seconds, { status, json }] = await timed(ask());
      expect([status, json.code]).toEqual([503, 'replica_unavailable']);
      expect(seconds).toBeGreaterThan(4);
      expect(seconds).toBeLessThan(9);
      await expect.poll(product.log).toContain('SQLSTATE 57014');
      await client.query('ROLLBACK');
    });
    expect((await ask()).status).toBe(200);
  });

  /** Asks while Postgres answers nobody, until so many queries wait in it. */
  async function askInVain(queries: number, begin: () => readonly ReturnType<Ask>[]) {
    await withClient(async (client) => {
      await client.query('BEGIN; LOCK TABLE salesforce."order" IN ACCESS EXCLUSIVE MODE');
      const waiting = begin().map(timed);
      await expect.poll(waitingInPostgres, until).toBe(queries);
      const answers = await Promise.all(waiting);
      await client.query('ROLLBACK');
      for (const [seconds, { status, json }] of answers) {
        expect([status, json.code]).toEqual([503, 'replica_unavailable']);
        expect(seconds).toBeLessThan(12);
      }
    });
    await expect.poll(async () => (await ask()).status, until).toBe(200);
  }

  it('is asked once for what one user loads many times at once', async () => {
    await askInVain(1, () => Array.from({ length: 150 }, () => ask()));
  });

  it('takes a bounded number of connections, and tells those who come too many at once', async () => {
    const people = ['alan@northwind.example', 'grace@contoso.example'];
    const staff = ['sam@store.example', 'mia@store.example'];
    const others: Ask[] = [];
    for (const each of [...people, ...staff]) others.push(await enter(product, each));
    await askInVain(8, () =>
      [ask, ...others].flatMap((each) => [each(), each('?from=2026-01-01')]),
    );
  });

  it('that is killed is told of at once; when it is back, it answers', async () => {
    expect((await ask()).status).toBe(200);
    await postgres.kill();
    const [seconds, { status, json }] = await timed(ask());
    expect([status, json.code]).toEqual([503, 'replica_unavailable']);
    expect(seconds).toBeLessThan(3);
    await postgres.restart();
    await expect.poll(async () => (await ask()).status, until).toBe(200);
    expect((await fetch(`${product.appUrl}/healthz`)).status).toBe(200);
  });
});
