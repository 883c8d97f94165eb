import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, type Visitor } from './visitor.ts';

let product: Product;
let ada: Visitor;
let grace: Visitor;
beforeAll(async () => {
  product = await startProduct();
  [ada, grace] = [createVisitor(product.appUrl), createVisitor(product.appUrl)];
  await ada.signIn('ada@northwind.example');
  await grace.signIn('grace@contoso.example');
});
afterAll(() => product.stop());

const post = (visitor: Visitor, path: string, body: unknown) =>
  visitor.ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const json = async (visitor: Visitor, path: string) => JSON.parse((await visitor.ask(path)).body);

describe('what goes in', () => {
  it.each([
    ['/api/myOrders?limit=5', 'limit'],
    ['/api/myOrders?fields=InternalNotes__c', 'fields'],
    ['/api/catalogue?price=1', 'price'],
    ['/api/families?x=1', 'x'],
    ['/api/myCases?ownerId=005000000000001AAA', 'ownerId'],
  ])('#60 is refused where nobody has declared it: %s', async (path, field) => {
    const { status, body } = await ada.ask(path);
    expect(status).toBe(422);
    expect(JSON.parse(body).errors).toEqual([{ field, message: 'is not known here' }]);
  });

  it.each([
    ['/api/openCase', { subject: 'a', description: 'b', priority: 'High' }, 'priority'],
    ['/api/openCase', { subject: 'a', description: 'b', OwnerId: '005' }, 'OwnerId'],
    ['/api/placeOrder', { lines: [], requestId: 'request-1', status: 'Activated' }, 'status'],
    [
      '/api/placeOrder',
      { lines: [{ productId: 'x', quantity: 1, unitPrice: 0.01 }], requestId: 'request-1' },
      'lines.0.unitPrice',
    ],
  ])('#60 is refused in a body too: %s %j', async (path, body, field) => {
    const answer = await post(ada, path, body);
    expect(answer.status).toBe(422);
    const fields = JSON.parse(answer.body).errors.map((error: { field: string }) => error.field);
    expect(fields).toContain(field);
  });
});

describe('what comes out', () => {
  it('#60 is what is projected, and nothing that the query has read besides', async () => {
    const { items } = await json(ada, '/api/myCases');
    expect(Object.keys(items[0]).toSorted()).toEqual([
      'id',
      'number',
      'openedAt',
      'order',
      'status',
      'subject',
    ]);
    for (const { exchanges } of [ada.jar, grace.jar]) {
      expect(exchanges.map(({ body }) => body).join('')).not.toMatch(/attributes|InternalNotes__c/);
    }
  });

  it('#61 is never another’s: one after the other, and at the same time', async () => {
    const hers = (await json(grace, '/api/myOrders')).items;
    const own = (await json(ada, '/api/myOrders')).items;
    const ids = (orders: { id: string }[]) => orders.map(({ id }) => id);
    expect(ids(own).filter((id) => ids(hers).includes(id))).toEqual([]);
    const both = await Promise.all(
      Array.from({ length: 20 }, async (_, turn) => {
        const [visitor, orders] = turn % 2 ? [ada, own] : [grace, hers];
        return [(await json(visitor, '/api/myOrders')).items, orders];
      }),
    );
    for (const [answered, orders] of both) expect(answered).toEqual(orders);
    const other = await ada.ask(`/api/myOrder?id=${hers[0].id}`);
    expect(other.status).toBe(404);
    const about = { subject: 'Mine?', description: 'No.', orderId: hers[0].id };
    const refused = await post(ada, '/api/openCase', about);
    expect(refused.status).toBe(422);
    expect(JSON.parse(refused.body).errors[0].field).toBe('orderId');
  });

  it.each([
    ['/api/myOrders', 200],
    ['/api/myCases', 200],
    ['/api/myOrder?id=801000000000000AAA', 404],
    ['/api/myOrders?limit=5', 422],
    ['/api/nothing', 404],
    ['/auth/session', 200],
    ['/auth/sessions', 200],
    ['/auth/standing-approval', 200],
  ])('#62 belongs to the person: no cache keeps %s', async (path, status) => {
    const answer = await ada.ask(path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([status, 'no-store']);
    expect(answer.headers.get('etag')).toBeNull();
    expect(answer.headers.get('last-modified')).toBeNull();
  });

  it('#62 nor what a command answers', async () => {
    const answer = await post(ada, '/api/openCase', { subject: 'a', description: 'b' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  });
});
