export type Input = Readonly<Record<string, unknown>>;

/** As cursors are written. */
export const inBase64 = (value: unknown): string =>
  Buffer.from(JSON.stringify(value) ?? '').toString('base64url');

const orderId = '801000000000001AAA';
const productId = '01t000000000001AAA';

/** Of a route an input that it takes; one that is not here is tried with others alone. */
export const rightInputs: Readonly<Record<string, Input>> = {
  catalogue: { search: 'a', family: 'Coffee', after: inBase64({ name: 'a', id: productId }) },
  families: { after: inBase64({ name: 'a' }) },
  product: { id: productId },
  myOrders: { status: 'Draft', after: inBase64({ orderedOn: '2026-01-01', id: orderId }) },
  myOrder: { id: orderId },
  placeOrder: { lines: [{ productId, quantity: 1 }], requestId: 'made up once' },
  mySpending: { from: '2026-01-01', to: '2026-12-31' },
  myCases: { after: inBase64({ openedAt: '2026-01-01T00:00:00Z', id: orderId }) },
  openCase: { subject: 'a', description: 'b', requestId: 'made up once' },
  numbers: { least: 1, most: 2, open: true, day: '2026-01-01' },
  texts: { q: 'a', like: 'b', kind: 'B', either: '1', list: 'a,b' },
  pages: { after: inBase64(['2026-01-01T00:00:00Z', 1, 'a']) },
  shared: { id: 5, toString: 'a', constructor: 'b' },
  copied: { text: 'a', least: 1, open: true },
  done: {
    name: 'a',
    amounts: [1, 2],
    nested: { day: '2026-01-01', deeper: { flag: true } },
    anyOf: { kind: 'b', b: 1 },
    words: { a: 'b' },
  },
};
