import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrgData } from '../data/org-data.ts';
import { createRestApi } from './create-rest-api.ts';

const today = new Date('2026-11-22T09:30:00Z');
let data = createOrgData({ today });
let usage = { used: 0, limit: 15_000 };
let calls: string[] = [];
let origin = '';
let close: () => Promise<void>;

/** A stub of the token check: the token is the username. */
function authenticate(header: string | undefined) {
  const username = /^Bearer (.+)$/.exec(header ?? '')?.[1] ?? '';
  if (username === 'openid-only') {
    return 'not_for_rest' as const;
  }
  const user = data.userByUsername(username);
  if (user === undefined) {
    return 'invalid' as const;
  }
  usage.used += 1;
  return { user };
}

beforeEach(async () => {
  data = createOrgData({ today });
  usage = { used: 0, limit: 15_000 };
  calls = [];
  const app = express();
  const onCall = (endpoint: string) => void calls.push(endpoint);
  app.use(
    createRestApi({ data: () => data, authenticate, apiUsage: () => ({ ...usage }), onCall }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  close = () => new Promise((resolve) => server.close(() => resolve()));
});

afterEach(() => close());

async function call(
  path: string,
  { user = 'mia@store.example', method = 'GET', headers = {} } = {},
) {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { ...(user !== '' && { authorization: `Bearer ${user}` }), ...headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

const soqlPath = (soql: string) => `/services/data/v66.0/query?q=${encodeURIComponent(soql)}`;

describe('the REST API', () => {
  it('lists its versions to anybody', async () => {
    const { status, headers, body } = await call('/services/data', { user: '' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(body.at(-1)).toEqual({
      label: "Spring '26",
      url: '/services/data/v66.0',
      version: '66.0',
    });
    expect(body.at(-2).label).toBe("Winter '26");
    expect(body.at(-3).label).toBe("Summer '25");
    expect(body).toContainEqual({
      label: "Summer '14",
      url: '/services/data/v31.0',
      version: '31.0',
    });
    expect(calls).toEqual(['GET /services/data']);
  });

  it('lists the resources of a version to those who are signed in', async () => {
    const { body } = await call('/services/data/v66.0');
    expect(body).toMatchObject({
      query: '/services/data/v66.0/query',
      limits: '/services/data/v66.0/limits',
    });
    expect((await call('/services/data/v66.0', { user: '' })).status).toBe(401);
  });

  it.each(['v66', 'v99.0', 'v5.0', '66.0', 'vv.0'])('knows no version %s', async (version) => {
    const { status, body } = await call(`/services/data/${version}/query?q=SELECT+Id+FROM+Order`);
    expect(status).toBe(404);
    expect(body).toEqual([
      { message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' },
    ]);
  });

  it('answers a query with totalSize, done and records, and says how much of the limit is used', async () => {
    const { status, headers, body } = await call(soqlPath('SELECT Id FROM Order LIMIT 2'));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('sforce-limit-info')).toBe('api-usage=1/15000');
    expect(body).toMatchObject({
      totalSize: 2,
      done: true,
      records: [{ attributes: { type: 'Order' } }, {}],
    });
    expect(body).not.toHaveProperty('nextRecordsUrl');
    expect(calls).toEqual(['GET /query']);
  });

  it('writes the version that was asked into URLs', async () => {
    const { body } = await call('/services/data/v51.0/query?q=SELECT+Id+FROM+Account+LIMIT+1');
    expect(body.records[0].attributes.url).toMatch(
      /^\/services\/data\/v51\.0\/sobjects\/Account\/001/,
    );
  });

  it('answers a refused query as a list with one error, and the limit still', async () => {
    const { status, headers, body } = await call(soqlPath('SELECT Nope FROM Order'));
    expect(status).toBe(400);
    expect(headers.get('sforce-limit-info')).toBe('api-usage=1/15000');
    expect(body).toEqual([
      { message: expect.stringContaining("No such column 'Nope'"), errorCode: 'INVALID_FIELD' },
    ]);
    const none = await call('/services/data/v66.0/query');
    expect([none.status, none.body[0].errorCode]).toEqual([400, 'MALFORMED_QUERY']);
  });

  it('tells a dead session from one that is not for this API', async () => {
    for (const user of ['', 'nobody']) {
      const { status, body, headers } = await call(soqlPath('SELECT Id FROM Order'), { user });
      expect(status).toBe(401);
      expect(body).toEqual([
        { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
      ]);
      expect(headers.get('sforce-limit-info')).toBeNull();
    }
    const { status, body } = await call('/services/data/v66.0/limits', { user: 'openid-only' });
    expect(status).toBe(401);
    expect(body).toEqual([
      {
        message: 'This session is not valid for use with the REST API',
        errorCode: 'INVALID_SESSION_ID',
      },
    ]);
  });

  it("ends with the day's limit: the last call is answered, the next is not", async () => {
    usage = { used: 0, limit: 2 };
    expect((await call('/services/data/v66.0/limits')).status).toBe(200);
    expect((await call('/services/data/v66.0/limits')).body).toEqual({
      DailyApiRequests: { Max: 2, Remaining: 0 },
    });
    const { status, body } = await call('/services/data/v66.0/limits');
    expect(status).toBe(403);
    expect(body).toEqual([
      { message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' },
    ]);
  });

  it.each([
    '/services/data/v66.0/nope',
    '/services/data/v66.0/sobjects/Order/1/2/3/4',
    '/services/data/v66.0/sobjects/Nope/001000000000000AAA',
    '/services/data/v66.0/sobjects/%E0%A4%A/x',
    '/services/data/v66.0/query/..%2F..%2Fsobjects/x',
  ])('has nothing at %s', async (path) => {
    const { status, body } = await call(path);
    expect(status).toBe(404);
    expect(body[0].errorCode).toBe('NOT_FOUND');
  });

  it('refuses methods that a resource does not have, and names those that it has', async () => {
    const { status, headers, body } = await call(soqlPath('SELECT Id FROM Order'), {
      method: 'PUT',
    });
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('HEAD,GET');
    expect(body).toEqual([
      {
        message: "HTTP Method 'PUT' not allowed. Allowed are HEAD,GET",
        errorCode: 'METHOD_NOT_ALLOWED',
      },
    ]);
    expect((await call(soqlPath('SELECT Id FROM Order'), { method: 'HEAD' })).status).toBe(200);
  });
});

describe('pages of a query', () => {
  const all = soqlPath('SELECT Id, OrderNumber FROM Order ORDER BY Id');
  const small = { 'Sforce-Query-Options': 'batchSize=200' };

  it('gives every row once, page by page', async () => {
    const ids: string[] = [];
    let path = all;
    let pages = 0;
    for (let done = false; !done; pages += 1) {
      const { body } = await call(path, { headers: small });
      expect(body.totalSize).toBe(data.tables.Order.size);
      expect(body.done).toBe(body.nextRecordsUrl === undefined);
      ids.push(...body.records.map(({ Id }: { Id: string }) => Id));
      ({ done, nextRecordsUrl: path } = body);
    }
    expect(pages).toBe(Math.ceil(data.tables.Order.size / 200));
    expect(ids).toEqual([...data.tables.Order.rows()].map(({ Id }) => Id));
    expect(calls).toEqual(['GET /query', ...Array(pages - 1).fill('GET /query/<locator>')]);
  });

  it('is of 2,000 rows unless asked otherwise, of 200 at least', async () => {
    const items = (await call(soqlPath('SELECT Id FROM OrderItem'))).body;
    expect(items.records).toHaveLength(Math.min(2000, data.tables.OrderItem.size));
    const tiny = await call(all, { headers: { 'Sforce-Query-Options': 'batchSize=1' } });
    expect(tiny.body.records).toHaveLength(200);
    const huge = await call(all, { headers: { 'sforce-query-options': 'BatchSize=999999' } });
    expect(huge.body.done).toBe(true);
  });

  it('pages child rows too', async () => {
    const path = soqlPath(
      'SELECT Name, (SELECT Id FROM PricebookEntries), (SELECT Id FROM Orders) FROM Pricebook2 WHERE IsStandard = true',
    );
    const [book] = (await call(path, { headers: small })).body.records;
    expect(book.PricebookEntries).toMatchObject({ totalSize: 74, done: true });
    expect(book.Orders.records).toHaveLength(200);
    expect(book.Orders.totalSize).toBe(data.tables.Order.size);
    const next = (await call(book.Orders.nextRecordsUrl, { headers: small })).body;
    expect(next.records).toHaveLength(200);
    expect(next.records[0].attributes.type).toBe('Order');
  });

  it('belongs to the user who asked, and ends with the data', async () => {
    const { nextRecordsUrl } = (await call(all, { headers: small })).body;
    const other = await call(nextRecordsUrl, { user: 'ada@northwind.example' });
    expect(other.status).toBe(400);
    expect(other.body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
    expect((await call(nextRecordsUrl)).status).toBe(200);
    data = createOrgData({ today });
    expect((await call(nextRecordsUrl)).status).toBe(400);
    expect((await call('/services/data/v66.0/query/nonsense')).body[0].errorCode).toBe(
      'INVALID_QUERY_LOCATOR',
    );
  });

  it('keeps ten open cursors a user', async () => {
    const { nextRecordsUrl } = (await call(all, { headers: small })).body;
    for (let opened = 0; opened < 9; opened += 1) {
      await call(all, { headers: small });
    }
    expect((await call(nextRecordsUrl)).status).toBe(200);
    await call(all, { headers: small });
    expect((await call(nextRecordsUrl)).status).toBe(400);
  });
});

describe('a record', () => {
  const ada = 'ada@northwind.example';

  it('has every field that the user may see', async () => {
    const [order] = data.tables.Order.children(
      'AccountId',
      data.userByUsername(ada)?.accountId ?? '',
    );
    const { status, body } = await call(
      `/services/data/v66.0/sobjects/order/${order?.Id.slice(0, 15) ?? ''}`,
      { user: ada },
    );
    expect(status).toBe(200);
    const visible = Object.entries(order ?? {}).filter(([name]) => name !== 'InternalNotes__c');
    expect(visible).toHaveLength(Object.keys(order ?? {}).length - 1);
    expect(body).toEqual({
      attributes: { type: 'Order', url: `/services/data/v66.0/sobjects/Order/${order?.Id ?? ''}` },
      ...Object.fromEntries(visible),
    });
    expect(calls).toEqual(['GET /sobjects/order']);
  });

  it('has the fields that were asked for, and its id', async () => {
    const id = data.userByUsername(ada)?.id ?? '';
    const { body } = await call(`/services/data/v66.0/sobjects/User/${id}?fields=username,Name`, {
      user: ada,
    });
    expect(body).toEqual({
      attributes: expect.anything(),
      Username: ada,
      Name: 'Ada Lovelace',
      Id: id,
    });
    const hidden = await call(
      `/services/data/v66.0/sobjects/Account/${data.userByUsername(ada)?.accountId ?? ''}?fields=AnnualRevenue`,
      { user: ada },
    );
    expect(hidden.status).toBe(400);
    expect(hidden.body).toEqual([
      {
        message: "No such column 'AnnualRevenue' on sobject of type Account",
        errorCode: 'INVALID_FIELD',
      },
    ]);
  });

  it("is not found where it is another's, where there is none, and where the id is none", async () => {
    const [order] = data.tables.Order.children(
      'AccountId',
      data.userByUsername('grace@contoso.example')?.accountId ?? '',
    );
    for (const id of [order?.Id ?? '', '801000000000000AAA', 'abc']) {
      const { status, body } = await call(`/services/data/v66.0/sobjects/Order/${id}`, {
        user: ada,
      });
      expect(status).toBe(404);
      expect(body).toEqual([
        {
          message: `Provided external ID field does not exist or is not accessible: ${id}`,
          errorCode: 'NOT_FOUND',
        },
      ]);
    }
  });

  it('of an object that the user may not read does not exist', async () => {
    const [order] = data.tables.Order.rows();
    const { status } = await call(`/services/data/v66.0/sobjects/Order/${order?.Id ?? ''}`, {
      user: 'integration@store.example',
    });
    expect(status).toBe(404);
  });

  it('is found by its external id', async () => {
    const [order] = data.tables.Order.rows();
    if (order !== undefined) {
      order.RequestKey__c = 'key-1';
    }
    const { body } = await call(
      '/services/data/v66.0/sobjects/Order/RequestKey__c/key-1?fields=OrderNumber',
    );
    expect(body).toMatchObject({ Id: order?.Id, OrderNumber: order?.OrderNumber });
    expect((await call('/services/data/v66.0/sobjects/Order/RequestKey__c/key-2')).status).toBe(
      404,
    );
    expect((await call('/services/data/v66.0/sobjects/Order/Status/Draft')).status).toBe(404);
  });
});
