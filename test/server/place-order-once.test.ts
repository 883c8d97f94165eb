import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { useOrdering } from './use-ordering.ts';

const shop = useOrdering();
const { place, placeUntilDone, newOrders, someLines, someTotal } = shop;

/** The first call asks for the prices, the second makes the order. */
const passes = { path: '/composite', times: 1 };
const fails = { path: '/composite', times: 1 };
const json = { 'content-type': 'application/json' };

/** The order as it is in the org, in words: how many of what, at which price. */
async function inTheOrg(id: string): Promise<readonly string[]> {
  const items = await shop.org.query<{ Product2Id: string; Quantity: number; UnitPrice: number }>(
    `SELECT Product2Id, Quantity, UnitPrice FROM OrderItem WHERE OrderId = '${id}' ORDER BY OrderItemNumber`,
  );
  return items.map((item) => `${item.Quantity} ${item.Product2Id} ${item.UnitPrice}`);
}
const asOrdered = () => [
  `3 ${shop.goods[0].id} ${shop.goods[0].price}`,
  `1 ${shop.goods[1].id} ${shop.goods[1].price}`,
];

describe('the same requestId', () => {
  it('twice is one order, which both answers are about', async () => {
    const requestId = randomUUID();
    const made = await newOrders(async () => {
      const [first, second] = [await place(shop.ada, requestId), await place(shop.ada, requestId)];
      expect([first.status, second.status]).toEqual([200, 200]);
      expect(second.json).toEqual(first.json);
    });
    expect(made).toBe(1);
  });

  it('with other lines is the order that there is, and the answer says what was ordered', async () => {
    const requestId = randomUUID();
    const made = await newOrders(async () => {
      const first = await place(shop.ada, requestId);
      expect(first.json.lines).toEqual(someLines());
      const others = [{ productId: shop.goods[1].id, quantity: 7 }];
      const second = await place(shop.ada, requestId, others);
      expect([second.status, second.json]).toEqual([200, first.json]);
    });
    expect(made).toBe(1);
  });

  it('ten times at once is one order', async () => {
    const requestId = randomUUID();
    const made = await newOrders(async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => place(shop.ada, requestId)),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
      expect(new Set(answers.map(({ json: { id } }) => id)).size).toBe(1);
    });
    expect(made).toBe(1);
  });

  it('of two people is an order of each’s own; another requestId is another order', async () => {
    const requestId = randomUUID();
    const made = await newOrders(async () => {
      const ids = [
        (await place(shop.ada, requestId)).json.id,
        (await place(shop.grace, requestId)).json.id,
        (await place(shop.ada)).json.id,
      ];
      expect(new Set(ids).size).toBe(3);
    });
    expect(made).toBe(3);
  });
});

describe('an order that is cut off', () => {
  const faults: readonly [string, number, readonly object[]][] = [
    ['before the prices are asked for', 503, [{ ...fails, drop: 'before' }]],
    ['before the prices are heard', 503, [{ ...fails, drop: 'after' }]],
    ['before it reaches the org', 503, [passes, { ...fails, drop: 'before' }]],
    ['before the org is heard', 200, [passes, { ...fails, drop: 'after' }]],
    ['for good, once it is made', 503, [passes, { path: '/composite', drop: 'after' }]],
    ['by a 503 for the prices', 503, [{ ...fails, status: 503 }]],
    ['by a 503 for the order', 503, [passes, { ...fails, status: 503 }]],
    ['by a 503 for everything after it', 503, [passes, { path: '/composite', status: 503 }]],
    [
      'in the middle of the answer',
      503,
      [passes, { ...fails, headers: json, body: '{"compositeResponse":[{"body":' }],
    ],
    [
      'by an answer with a part missing',
      503,
      [passes, { ...fails, headers: json, body: { compositeResponse: [] } }],
    ],
    [
      'by a page',
      503,
      [passes, { ...fails, headers: { 'content-type': 'text/html' }, body: '<p>Maintenance</p>' }],
    ],
  ];

  it.each(faults)('%s is one order when it is asked for again', async (_, status, list) => {
    const requestId = randomUUID();
    const made = await newOrders(async () => {
      await shop.product.panel.faults(...list);
      expect((await place(shop.ada, requestId)).status).toBe(status);
      await shop.product.panel.faults();
      const order = await placeUntilDone(shop.ada, requestId);
      expect(order.total).toBe(someTotal());
      expect(await inTheOrg(order.id)).toEqual(asOrdered());
    });
    expect(made).toBe(1);
  });

  it.each([
    ['after it is done', 1500],
    ['while it is still being done', 0],
  ])('by its deadline, and asked for again %s, is one order', async (_, laterMs) => {
    const requestId = randomUUID();
    const made = await newOrders(async () => {
      await shop.product.panel.faults(passes, { ...fails, delayMs: 11_000 });
      expect((await place(shop.ada, requestId)).status).toBe(503);
      await sleep(laterMs);
      const order = await placeUntilDone(shop.ada, requestId);
      await sleep(1500 - laterMs);
      expect(await inTheOrg(order.id)).toEqual(asOrdered());
    });
    expect(made).toBe(1);
  });

  it('by a browser that leaves is placed all the same, and once', async () => {
    const requestId = randomUUID();
    const made = await newOrders(async () => {
      await shop.product.panel.faults(passes, { ...fails, delayMs: 1000 });
      const body = JSON.stringify({ lines: someLines(), requestId });
      const leaving = shop.ask(shop.ada, 'POST', '/api/placeOrder', {
        body,
        signal: AbortSignal.timeout(500),
      });
      await expect(leaving).rejects.toThrow();
      await expect
        .poll(() => shop.product.panel.calls('POST /composite'), { timeout: 5000 })
        .toBeGreaterThan(0);
      await sleep(1500);
      const order = await placeUntilDone(shop.ada, requestId);
      expect(await inTheOrg(order.id)).toEqual(asOrdered());
    });
    expect(made).toBe(1);
  });
});

describe('between the lost answer and the repetition', () => {
  /** Places an order whose answer nobody hears. */
  async function placeUnheard(): Promise<string> {
    const requestId = randomUUID();
    await shop.product.panel.faults(passes, { path: '/composite', drop: 'after' });
    expect((await place(shop.ada, requestId)).status).toBe(503);
    await shop.product.panel.faults();
    return requestId;
  }

  it('the access token may run out', async () => {
    const made = await newOrders(async () => {
      const requestId = await placeUnheard();
      await shop.product.panel.expire('access', 'ada@northwind.example');
      const { status, json: order } = await place(shop.ada, requestId);
      expect(status).toBe(200);
      expect(await inTheOrg(order.id)).toEqual(asOrdered());
    });
    expect(made).toBe(1);
  });

  /** Changes what the first product costs, and whether it is sold; `done` puts it back. */
  async function changeProduct({ price, isActive }: { price: number; isActive: boolean }) {
    const [{ id, price: before }] = shop.goods;
    const [entry] = await shop.org.query<{ Id: string }>(
      `SELECT Id FROM PricebookEntry WHERE Product2Id = '${id}' AND Pricebook2.IsStandard = TRUE`,
    );
    const become = async (unitPrice: number, active: boolean) => {
      await shop.org.update('PricebookEntry', entry?.Id ?? '', { UnitPrice: unitPrice });
      await shop.org.update('Product2', id, { IsActive: active });
    };
    await become(price, isActive);
    return { done: () => become(before, true) };
  }

  it('the product may go out of sale, or cost more: what was ordered stays as it was', async () => {
    const asItWas = asOrdered();
    const made = await newOrders(async () => {
      const requestId = await placeUnheard();
      const { done } = await changeProduct({ price: shop.goods[0].price + 100, isActive: false });
      try {
        const { status, json: order } = await place(shop.ada, requestId);
        expect([status, order.total]).toEqual([200, someTotal()]);
        expect(await inTheOrg(order.id)).toEqual(asItWas);
        const another = await place(shop.ada);
        expect(another.json.errors).toEqual([
          { field: 'lines.0.productId', message: 'is not on sale' },
        ]);
      } finally {
        await done();
      }
    });
    expect(made).toBe(1);
  });

  it('another order is at the price that the book has by then', async () => {
    const [{ id, price }] = shop.goods;
    const { done } = await changeProduct({ price: price + 1, isActive: true });
    try {
      const lines = [{ productId: id, quantity: 2 }];
      const { json: order } = await place(shop.ada, randomUUID(), lines);
      expect(await inTheOrg(order.id)).toEqual([`2 ${id} ${price + 1}`]);
    } finally {
      await done();
    }
  });
});
