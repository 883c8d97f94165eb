import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
let ada: CookieJar;
let grace: CookieJar;
beforeAll(async () => {
  product = await startProduct();
  [ada, grace] = [new CookieJar(), new CookieJar()];
  await signIn(ada, product.appUrl, 'ada@northwind.example');
  await signIn(grace, product.appUrl, 'grace@contoso.example');
});
afterAll(() => product.stop());

interface Order {
  readonly id: string;
  readonly orderedOn: string;
  readonly status: string;
  readonly account: string;
  readonly total: number;
}

async function get(
  jar: CookieJar,
  path: string,
  headers: Record<string, string> = { 'X-BFF': '1' },
) {
  const answer = await jar.request(new URL(path, product.appUrl), { headers });
  return { ...answer, json: JSON.parse(answer.body) };
}

async function allOrders(jar: CookieJar, query = ''): Promise<Order[]> {
  const orders: Order[] = [];
  let after = '';
  do {
    const { status, json } = await get(jar, `/api/myOrders?${query}${after}`);
    expect(status).toBe(200);
    orders.push(...json.items);
    after = json.next === null ? '' : `&after=${encodeURIComponent(json.next)}`;
  } while (after !== '');
  return orders;
}

describe('GET /api/myOrders', () => {
  it('answers a user’s own account, the newest first, page by page, nothing twice', async () => {
    const orders = await allOrders(ada);
    expect(orders.length).toBeGreaterThan(40);
    expect(new Set(orders.map(({ id }) => id)).size).toBe(orders.length);
    expect(new Set(orders.map(({ account }) => account))).toEqual(new Set(['Northwind']));
    const days = orders.map(({ orderedOn }) => orderedOn);
    expect(days).toEqual(days.toSorted().toReversed());
    const others = await allOrders(grace);
    expect(new Set(others.map(({ account }) => account))).toEqual(new Set(['Contoso']));
  });

  it('answers nothing but what is projected', async () => {
    const { json } = await get(ada, '/api/myOrders');
    expect(json.items).toHaveLength(20);
    expect(Object.keys(json).toSorted()).toEqual(['items', 'next']);
    expect(Object.keys(json.items[0]).toSorted()).toEqual([
      'account',
      'id',
      'number',
      'orderedOn',
      'status',
      'total',
    ]);
  });

  it('filters by status, and finds together what there is', async () => {
    const all = await allOrders(ada);
    const delivered = await allOrders(ada, 'status=Delivered');
    expect(delivered.length).toBeGreaterThan(0);
    expect(delivered).toEqual(all.filter(({ status }) => status === 'Delivered'));
  });

  it('belongs to one user: no cache keeps it', async () => {
    const { headers } = await get(ada, '/api/myOrders');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('etag')).toBeNull();
    expect(headers.getSetCookie()).toEqual([]);
  });

  it('costs one call to Salesforce', async () => {
    const before = await product.panel.allCalls();
    await get(ada, '/api/myOrders');
    expect((await product.panel.allCalls()) - before).toBe(1);
  });

  it.each([
    ['an unknown parameter', 'limit=5', 'limit'],
    ['a wrong value', 'status=Lost', 'status'],
    ['a repeated parameter', 'status=Draft&status=Draft', 'status'],
    ['an empty value', 'status=', 'status'],
    ['a name of an object’s own', '__proto__=x', '__proto__'],
    ['a cursor that is none', 'after=zzz', 'after'],
    ['a cursor of something else', `after=${btoa('{"a":1}')}`, 'after.orderedOn'],
    [
      'a cursor with more in it',
      `after=${btoa('{"orderedOn":"2026-01-01","id":"801000000000001","x":1}')}`,
      'after.x',
    ],
    [
      'a cursor with a query in it',
      `after=${btoa(`{"orderedOn":"2026-01-01","id":"x' OR Id != '"}`)}`,
      'after.id',
    ],
    ['10 kB', `status=${'a'.repeat(10_240)}`, 'status'],
    ['a query', `status=${encodeURIComponent("' OR Name != '")}`, 'status'],
  ])('refuses %s', async (_, query, field) => {
    const { status, headers, json } = await get(ada, `/api/myOrders?${query}`);
    expect(status).toBe(422);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(json).toMatchObject({ code: 'invalid_input', status: 422, title: 'Invalid input' });
    expect(json.requestId).toBe(headers.get('x-request-id'));
    expect(json.errors.map((error: { field: string }) => error.field)).toContain(field);
  });
});

describe('GET /api/myOrder', () => {
  it('answers one order with its lines, whose sum is its total', async () => {
    const [order] = await allOrders(ada);
    const { status, json } = await get(ada, `/api/myOrder?id=${order?.id}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({ ...order });
    expect(json.lines.length).toBeGreaterThan(0);
    const sum = json.lines.reduce(
      (cents: number, line: Order) => cents + Math.round(line.total * 100),
      0,
    );
    expect(sum).toBe(Math.round(json.total * 100));
  });

  it('does not find another’s, exactly as it does not find what is not there', async () => {
    const [order] = await allOrders(grace);
    const other = await get(ada, `/api/myOrder?id=${order?.id}`);
    const nothing = await get(ada, '/api/myOrder?id=801000000000000AAA');
    for (const answer of [other, nothing]) expect(answer.status).toBe(404);
    expect({ ...other.json, requestId: '' }).toEqual({ ...nothing.json, requestId: '' });
    expect(other.json.code).toBe('not_found');
  });

  it.each([
    '',
    '?id=',
    "?id=801000000000000'",
    '?id=801000000000000zzz',
    '?id=801000000000000AAB',
    '?id=../../limits',
    '?id=%00',
    '?id=a&id=b',
  ])('refuses %j', async (query) => {
    const { json } = await get(ada, `/api/myOrder${query}`);
    expect(json.code).toBe('invalid_input');
    expect(json.errors).toEqual([{ field: 'id', message: expect.any(String) }]);
  });
});

describe('the order of refusals', () => {
  it.each([
    ['without X-BFF', {}],
    ['with another value of it', { 'X-BFF': 'true' }],
    ['from another site', { 'X-BFF': '1', 'Sec-Fetch-Site': 'cross-site' }],
    ['from a neighbour', { 'X-BFF': '1', 'Sec-Fetch-Site': 'same-site' }],
    ['with another origin', { 'X-BFF': '1', Origin: 'https://evil.example' }],
    ['with no origin to name', { 'X-BFF': '1', Origin: 'null' }],
  ])('a request %s is refused, signed in or not', async (_, headers) => {
    for (const jar of [ada, new CookieJar()]) {
      const { status, json, headers: answered } = await get(jar, '/api/myOrders', headers);
      expect([status, json.code]).toEqual([403, 'csrf_rejected']);
      expect(answered.get('access-control-allow-origin')).toBeNull();
    }
  });

  it.each([{ 'Sec-Fetch-Site': 'same-origin' }, { Origin: '' }])(
    'our own page may ask (%j)',
    async (headers) => {
      const own = 'Origin' in headers ? { Origin: product.appUrl } : headers;
      expect(
        (await get(ada, '/api/myOrders', { 'X-BFF': '1', ...own } as Record<string, string>))
          .status,
      ).toBe(200);
    },
  );

  it.each([
    '/api',
    '/api/',
    '/api/nothing',
    '/api/constructor',
    '/api/__proto__',
    '/api/myOrders/',
    '/api/myorders',
    '/api/myOrders/../x',
  ])('%s does not exist', async (path) => {
    const { status, json } = await get(ada, path);
    expect([status, json.code]).toEqual([404, 'not_found']);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s is not for a query',
    async (method) => {
      const answer = await ada.request(new URL('/api/myOrders', product.appUrl), {
        method,
        headers: { 'X-BFF': '1' },
      });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET');
    },
  );

  it('nobody signed in gets 401', async () => {
    const { status, json } = await get(new CookieJar(), '/api/myOrders');
    expect([status, json.code]).toEqual([401, 'not_signed_in']);
  });

  it('a user without the rights in Salesforce gets 403, and the log the reason', async () => {
    const jar = new CookieJar();
    await signIn(jar, product.appUrl, 'integration@store.example');
    const { status, json } = await get(jar, '/api/myOrders');
    expect([status, json.code]).toEqual([403, 'forbidden']);
    expect(JSON.stringify(json)).not.toContain('Order');
    await expect.poll(product.log).toContain("sObject type 'Order' is not supported");
  });
});

describe('what people may see', () => {
  it('follows Salesforce: a representative his accounts, a manager her people’s', async () => {
    const [sam, mia] = [new CookieJar(), new CookieJar()];
    await signIn(sam, product.appUrl, 'sam@store.example');
    await signIn(mia, product.appUrl, 'mia@store.example');
    const accountsOf = async (jar: CookieJar) =>
      new Set((await allOrders(jar)).map(({ account }) => account));
    const [his, hers] = [await accountsOf(sam), await accountsOf(mia)];
    expect(his).toContain('Northwind');
    expect(his).not.toContain('Contoso');
    expect([...his].every((account) => hers.has(account))).toBe(true);
    expect(hers.size).toBeGreaterThan(his.size);
  });
});
