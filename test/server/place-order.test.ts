import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { signIn } from '../sign-in.ts';
import { useOrdering } from './use-ordering.ts';

const shop = useOrdering();
const { ask, place, someLines, someTotal, newOrders } = shop;

const path = '/api/placeOrder';
const fieldsOf = (json: { errors: { field: string; message: string }[] }) =>
  json.errors.map(({ field, message }) => `${field} ${message}`);

describe('POST /api/placeOrder', () => {
  it('makes an order of one’s own account, at the prices of the price book', async () => {
    const { status, json, headers } = await place(shop.ada);
    expect(json).toMatchObject({ status: 'Draft', total: someTotal() });
    expect(status).toBe(200);
    expect(headers.get('x-bff-refreshes')).toContain('myOrders');
    expect(headers.get('cache-control')).toBe('no-store');
    const { json: order } = await ask(shop.ada, 'GET', `/api/myOrder?id=${json.id}`);
    expect(order).toMatchObject({ number: json.number, account: 'Northwind', total: someTotal() });
    expect(order.lines).toMatchObject([
      { quantity: 3, unitPrice: shop.goods[0].price },
      { quantity: 1, unitPrice: shop.goods[1].price },
    ]);
    expect((await ask(shop.grace, 'GET', `/api/myOrder?id=${json.id}`)).status).toBe(404);
  });

  it('costs two calls of Salesforce’s API', async () => {
    const before = await shop.product.panel.allCalls();
    expect((await place(shop.ada)).status).toBe(200);
    expect((await shop.product.panel.allCalls()) - before).toBe(2);
  });

  it('takes a product’s id with 15 characters, and 20 products', async () => {
    const { json } = await ask(shop.ada, 'GET', '/api/catalogue');
    const lines = json.items
      .slice(0, 20)
      .map(({ id }: { id: string }) => ({ productId: id.slice(0, 15), quantity: 1 }));
    const { status, json: order } = await place(shop.ada, randomUUID(), lines);
    expect(status).toBe(200);
    const { json: placed } = await ask(shop.ada, 'GET', `/api/myOrder?id=${order.id}`);
    expect(placed.lines).toHaveLength(20);
  });

  it('is only for customers', async () => {
    const made = await newOrders(async () => {
      const { status, json } = await place(shop.sam);
      expect([status, json.code]).toEqual([403, 'forbidden']);
    });
    expect(made).toBe(0);
  });
});

describe('POST /api/placeOrder refuses', () => {
  const line = (more: object = {}) => ({ ...someLines()[0], ...more });
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      line({ productId: `01t${String(index).padStart(12, '0')}` }),
    );
  const unknownId = '01t000000000999';
  const refused: readonly [string, () => unknown, string][] = [
    ['nothing that it knows', () => ({ lines: undefined }), 'lines '],
    ['no lines', () => ({ lines: [] }), 'lines must have one line or more'],
    ['21 lines', () => ({ lines: lines(21) }), 'lines must have 20 lines or fewer'],
    ['lines that are none', () => ({ lines: 'all' }), 'lines '],
    ['a price', () => ({ lines: [line({ price: 0.01 })] }), 'lines.0.price is not known here'],
    ['a total', () => ({ lines: [line()], total: 1 }), 'total is not known here'],
    ['a product of another kind', () => ({ lines: [line({ productId: 5 })] }), 'lines.0.productId'],
    ['an id that is none', () => ({ lines: [line({ productId: "x' OR" })] }), 'lines.0.productId'],
    [
      'a product that there is not',
      () => ({ lines: [line(), line({ productId: unknownId })] }),
      'lines.1.productId is not on sale',
    ],
    ['a product twice', () => ({ lines: [line(), line()] }), 'lines must name each product once'],
    [
      'a product twice, written differently',
      () => ({ lines: [line(), line({ productId: shop.goods[0].id.slice(0, 15) })] }),
      'lines must name each product once',
    ],
    ['none of it', () => ({ lines: [line({ quantity: 0 })] }), 'lines.0.quantity must be 1'],
    ['less than none', () => ({ lines: [line({ quantity: -1 })] }), 'lines.0.quantity must be 1'],
    ['a part', () => ({ lines: [line({ quantity: 1.5 })] }), 'lines.0.quantity '],
    ['far too many', () => ({ lines: [line({ quantity: 1e9 })] }), 'lines.0.quantity '],
    ['a text for a number', () => ({ lines: [line({ quantity: '3' })] }), 'lines.0.quantity '],
    ['no request id', () => ({ requestId: undefined }), 'requestId '],
    ['a short request id', () => ({ requestId: 'short' }), 'requestId '],
    ['a long request id', () => ({ requestId: 'x'.repeat(201) }), 'requestId '],
    ['a request id of another kind', () => ({ requestId: 12_345_678 }), 'requestId '],
  ];

  it.each(refused)('%s', async (_, changes, field) => {
    const right = { lines: [line()], requestId: randomUUID() };
    const body = JSON.stringify({ ...right, ...(changes() as object) });
    const made = await newOrders(async () => {
      const { status, json } = await ask(shop.ada, 'POST', path, { body });
      expect([status, json.code]).toEqual([422, 'invalid_input']);
      expect(fieldsOf(json).join('\n')).toContain(field);
    });
    expect(made).toBe(0);
  });

  it('every product that is not on sale, each by its line', async () => {
    const [discontinued] = await shop.org.query<{ Id: string }>(
      'SELECT Id FROM Product2 WHERE IsActive = FALSE',
    );
    const id = discontinued?.Id;
    expect(id).toBeDefined();
    const asked = [line({ productId: id }), ...someLines(), line({ productId: unknownId })];
    const { status, json } = await place(shop.ada, randomUUID(), asked);
    expect(status).toBe(422);
    expect(fieldsOf(json)).toEqual([
      'lines.0.productId is not on sale',
      'lines.3.productId is not on sale',
    ]);
  });

  it.each([
    ['what is no JSON', { body: '{"lines":' }, 422, 'invalid_input'],
    ['what is no object', { body: '[]' }, 422, 'invalid_input'],
    ['a form', { headers: { 'Content-Type': 'text/plain' } }, 422, 'invalid_input'],
    ['400 kB', { body: JSON.stringify({ x: 'x'.repeat(410_000) }) }, 413, 'too_large'],
    ['who does not say X-BFF', { headers: { 'X-BFF': '0' } }, 403, 'csrf_rejected'],
  ])('%s', async (_, init, status, code) => {
    const body = JSON.stringify({ lines: someLines(), requestId: randomUUID() });
    const headers = { 'X-BFF': '1', 'Content-Type': 'application/json' };
    const made = await newOrders(async () => {
      const answer = await ask(shop.ada, 'POST', path, {
        body,
        ...init,
        headers: { ...headers, ...('headers' in init ? init.headers : {}) },
      });
      expect([answer.status, answer.json.code]).toEqual([status, code]);
    });
    expect(made).toBe(0);
  });

  it('nobody, and whose session is over', async () => {
    const nobody = await place(new CookieJar());
    expect([nobody.status, nobody.json.code]).toEqual([401, 'not_signed_in']);
    const jar = new CookieJar();
    await signIn(jar, shop.product.appUrl, 'alan@northwind.example');
    const left = jar.copy();
    await ask(jar, 'POST', '/auth/logout', { body: '{}' });
    const { status, json } = await place(left);
    expect([status, json.code]).toEqual([401, 'session_expired']);
  });

  it('to be read', async () => {
    const { status, headers } = await ask(shop.ada, 'GET', path);
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('POST');
  });

  it('in the browser’s words what a validation rule of the org’s does not let through', async () => {
    const [first, second] = shop.goods;
    const made = await newOrders(async () => {
      const { status, json } = await place(shop.ada, randomUUID(), [
        { productId: first.id, quantity: 500 },
        { productId: second.id, quantity: 501 },
      ]);
      expect(status).toBe(422);
      const message = 'Please call us for more than 500 of one product.';
      expect(json.errors).toEqual([{ field: 'lines.1.quantity', message }]);
    });
    expect(made).toBe(0);
  });
});
