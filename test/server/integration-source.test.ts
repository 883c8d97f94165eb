import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { soql } from '../../server/bff/queries/soql.ts';
import { createApiUsage } from '../../server/bff/salesforce/api-usage.ts';
import { createCircuits } from '../../server/bff/salesforce/circuits.ts';
import { TooManyRows } from '../../server/bff/salesforce/rest-connection.ts';
import { createSalesforceAgent } from '../../server/bff/salesforce/transport.ts';
import { createIntegrationSource } from '../../server/bff/sources/integration.ts';
import { createRowsCache } from '../../server/bff/sources/rows-cache.ts';
import { createOrg, type Org } from '../org/create-org.ts';
import { obtainTokens } from '../org/oauth/oauth-test-client.ts';

let org: Org;
let accessToken = '';
const dispatcher = createSalesforceAgent();
beforeAll(async () => {
  org = await createOrg();
  ({ access_token: accessToken = '' } = await obtainTokens(org, 'admin@store.example'));
});
afterAll(async () => {
  await dispatcher.close();
  await org.close();
});

function setUp(spend: () => Promise<void> = async () => {}, deadlineMs = 30_000) {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const budget = { spend: vi.fn(spend) };
  const grant = { accessToken, instanceUrl: org.url, user: undefined };
  const source = createIntegrationSource({
    grants: { current: async () => grant, renew: async () => grant },
    cache: createRowsCache({ shared: undefined, report: vi.fn() }),
    budget,
    usage: createApiUsage({ limitShare: 90, log }),
    circuits: createCircuits({ log }),
    apiVersion: '66.0',
    dispatcher,
    deadlineMs,
  });
  const query = (text: Parameters<typeof source.query>[0], signal?: AbortSignal) =>
    source.query(text, { cacheSeconds: 60, signal: signal ?? new AbortController().signal });
  return { budget, query };
}

describe('createIntegrationSource', () => {
  it('reads more rows than fit into one answer, each once, and pays for every call', async () => {
    const { budget, query } = setUp();
    const { rows, freshSeconds } = await query(
      soql`SELECT Name FROM BigTable__c WHERE Name <= '00005000' ORDER BY Name`,
    );
    const names = (rows as readonly { Name: string }[]).map(({ Name }) => Name);
    expect(names).toHaveLength(5_000);
    expect(new Set(names).size).toBe(5_000);
    expect([names[0], names.at(-1)]).toEqual(['00000001', '00005000']);
    expect(budget.spend).toHaveBeenCalledTimes(3);
    expect(freshSeconds).toBeGreaterThan(50);
  });

  it('refuses a query that finds more than it keeps, and tells the log how many', async () => {
    const { budget, query } = setUp();
    await expect(query(soql`SELECT Name FROM BigTable__c`)).rejects.toMatchObject({
      code: 'internal',
      cause: new TooManyRows(25_000, 10_000),
    });
    // By its first page: no other is asked for.
    expect(budget.spend).toHaveBeenCalledTimes(1);
  });

  it('asks no more than four things at once', async () => {
    let underWay = 0;
    let most = 0;
    const { query } = setUp(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await delay(50);
      underWay -= 1;
    });
    const all = Array.from({ length: 12 }, (_, place) =>
      query(soql`SELECT Id FROM Product2 LIMIT ${place + 1}`),
    );
    expect((await Promise.all(all)).map(({ rows }) => rows.length)).toEqual(
      Array.from({ length: 12 }, (_, place) => place + 1),
    );
    expect(most).toBe(4);
  });

  it('makes no call that the budget refuses', async () => {
    const { query } = setUp(async () => {
      throw new RangeError('spent');
    });
    await expect(query(soql`SELECT Id FROM Product2`)).rejects.toMatchObject({
      code: 'internal',
      cause: { message: 'spent' },
    });
  });

  it('lets one who waits no longer go, and the others have what was begun', async () => {
    const { budget, query } = setUp(() => delay(200));
    const text = soql`SELECT Id FROM Product2 LIMIT 3`;
    const leaving = new AbortController();
    const left = query(text, leaving.signal);
    const stayed = query(text);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'salesforce_unavailable' });
    expect((await stayed).rows).toHaveLength(3);
    expect(budget.spend).toHaveBeenCalledTimes(1);
  });

  it('gives up what does not get its turn in time', async () => {
    const { query } = setUp(() => delay(500), 200);
    const all = Array.from({ length: 5 }, (_, place) =>
      query(soql`SELECT Id FROM Product2 LIMIT ${place + 1}`).catch(({ code }) => code),
    );
    const start = performance.now();
    // Of the five, one waits behind four.
    expect(await all[4]).toBe('salesforce_unavailable');
    expect(performance.now() - start).toBeLessThan(400);
    await Promise.all(all);
  });

  it('hands out rows that nobody can change for the others', async () => {
    const { query } = setUp();
    const { rows } = await query(
      soql`SELECT Id, (SELECT Id FROM PricebookEntries) FROM Product2 LIMIT 3`,
    );
    expect(() => (rows as unknown[]).reverse()).toThrow(TypeError);
    const [row] = rows as { Id: string; PricebookEntries: { records: { Id: string }[] } }[];
    expect(() => Object.assign(row ?? {}, { Id: 'x' })).toThrow(TypeError);
    expect(() => Object.assign(row?.PricebookEntries.records[0] ?? {}, { Id: 'x' })).toThrow(
      TypeError,
    );
  });
});
