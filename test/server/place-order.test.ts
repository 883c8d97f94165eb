import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
let ada: CookieJar;
let grace: CookieJar;
let sam: CookieJar;
let goods: readonly { readonly id: string; readonly price: number }[];

beforeAll(async () => {
  product = await startProduct();
  [ada, grace, sam] = [new CookieJar(), new CookieJar(), new CookieJar()];
  await signIn(ada, product.appUrl, 'ada@northwind.example');
  await signIn(grace, product.appUrl, 'grace@contoso.example');
  await signIn(sam, product.appUrl, 'sam@store.example');
  goods = (await ask(ada, 'GET', '/api/catalogue')).json.items;
});
afterEach(() => product.panel.faults());
afterAll(() => product.stop());

async function ask(jar: CookieJar, method: string, path: string, body?: unknown) {
  const answer = await jar.request(new URL(path, product.appUrl), {
    method,
    headers: { 'X-BFF': '1', 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { ...answer, json: JSON.parse(answer.body) };
}

const place = (jar: CookieJar, lines: unknown, requestId: unknown = randomUUID()) =>
  ask(jar, 'POST', '/api/placeOrder', { lines, requestId });

/** Three of the first product, one of the second. */
const someLines = () => [
  { productId: goods[0]?.id, quantity: 3 },
  { productId: goods[1]?.id, quantity: 1 },
];
const someTotal = () =>
  Math.round(((goods[0]?.price ?? 0) * 3 + (goods[1]?.price ?? 0)) * 100) / 100;

describe('POST /api/placeOrder', () => {
  it('makes an order of one’s own account, at the prices of the price book', async () => {
    const { status, json, headers } = await place(ada, someLines());
    expect(json).toMatchObject({ status: 'Draft', total: someTotal() });
    expect(status).toBe(200);
    expect(headers.get('x-bff-refreshes')).toContain('myOrders');
    expect(headers.get('cache-control')).toBe('no-store');
    const { json: order } = await ask(ada, 'GET', `/api/myOrder?id=${json.id}`);
    expect(order).toMatchObject({ number: json.number, account: 'Northwind', total: someTotal() });
    expect(order.lines.map(({ quantity }: { quantity: number }) => quantity)).toEqual([3, 1]);
    expect((await ask(grace, 'GET', `/api/myOrder?id=${json.id}`)).status).toBe(404);
  });

  it('costs two calls of Salesforce’s API', async () => {
    const before = await product.panel.allCalls();
    expect((await place(ada, someLines())).status).toBe(200);
    expect((await product.panel.allCalls()) - before).toBe(2);
  });
});
