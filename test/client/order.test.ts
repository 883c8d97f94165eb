import Order from 'store/order';
import { router } from 'store/router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { orderWithLines } from './sampleOrders.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(() => document.body.replaceChildren());

const order = (orderId = '801000000000101AAA') => show('store-order', Order, { orderId });

describe('order', () => {
  it('says that it is loading', async () => {
    const page = await order();
    await settled();
    expect(server.last.url).toBe('/api/myOrder?id=801000000000101AAA');
    expect(textOf(only(page, '[role="status"]'))).toBe('Loading order');
    expect(only(page, 'h1').textContent).toBe('Order');
  });

  it('shows what it is and its lines', async () => {
    const page = await order();
    await server.last.answer({ body: orderWithLines(101) });
    expect(only(page, 'h1').textContent).toBe('Order 0000101');
    expect(textOf(only(page, 'dl'))).toBe(
      'Placed Jan 5, 2026 Items 3 For Northwind Total $1,234.50',
    );
    expect(all(page, 'tbody tr').map(textOf)).toEqual([
      'Diesel generator GC1060 · Generators 2 $600.00 $1,200.00',
      'Delivery 1 $34.50 $34.50',
    ]);
    expect(textOf(only(page, 'tfoot'))).toBe('Total $1,234.50');
  });

  it('thanks whoever has just placed it, once, and keeps what else is remembered', async () => {
    router.remember({ placed: 'now', pages: 2 });
    const page = await order();
    await server.last.answer({ body: orderWithLines(101) });
    expect(textOf(only(page, '[role="status"]'))).toBe('Thank you. Your order is placed.');
    expect(textOf(only(page, '.thanks'))).toBe('Thank you. Your order is placed.');
    expect(router.recall()).toEqual({ pages: 2 });
    const again = await order();
    await server.last.answer({ body: orderWithLines(101) });
    expect(all(again, '.thanks')).toHaveLength(0);
    router.remember({});
  });

  it('thanks nobody for another order', async () => {
    router.remember({ placed: 'now' });
    const page = await order();
    Object.assign(page, { orderId: '801000000000102AAA' });
    await settled();
    await server.last.answer({ body: orderWithLines(102) });
    expect(all(page, '.thanks')).toHaveLength(0);
  });

  it('says that it is of an earlier attempt, and where the rest is', async () => {
    router.remember({ placed: 'earlier' });
    const page = await order();
    await server.last.answer({ body: orderWithLines(101) });
    expect(textOf(only(page, '.thanks'))).toContain('the rest is still in your cart');
  });

  it('says so where its account or a product is not shown', async () => {
    const page = await order();
    const { lines, ...rest } = orderWithLines(101);
    const hidden = { product: null, productCode: null, family: null };
    const body = { ...rest, account: null, lines: lines.map((line) => ({ ...line, ...hidden })) };
    await server.last.answer({ body });
    expect(textOf(only(page, 'dl'))).toContain('For Account not shown');
    expect(all(page, 'tbody th').map(textOf)).toEqual(['Product not shown', 'Product not shown']);
  });

  it('stays a table for screen readers when it looks like cards', async () => {
    const page = await order();
    await server.last.answer({ body: orderWithLines(101) });
    expect(all(page, 'table, thead, tbody, tfoot, tr, th, td').every((e) => e.role)).toBe(true);
    const table = only(page, 'table');
    const heading = only(page, `[id="${table.getAttribute('aria-labelledby')}"]`);
    expect(textOf(heading)).toBe('In this order');
  });

  it('tells of changes with the page heading', async () => {
    const heard = vi.fn();
    document.addEventListener('pageheading', (event) => heard((event as CustomEvent).detail));
    await order();
    await server.last.answer({ body: orderWithLines(101) });
    expect(heard.mock.calls).toEqual([['Order'], ['Order 0000101']]);
  });

  it('may have no lines', async () => {
    const page = await order();
    await server.last.answer({ body: { ...orderWithLines(101), lines: [] } });
    expect(textOf(page)).toContain('This order has no lines yet.');
  });

  it.each([
    [404, 'not_found'],
    [422, 'invalid_input'],
  ] as const)('is not found at %i %s', async (status, code) => {
    const page = await order('801');
    await server.last.answer(problem(status, code));
    expect(only(page, 'h1').textContent).toBe('There is no such order');
    expect(textOf(only(page, '[role="status"]'))).toBe('There is no such order');
    expect(all(page, '[role="alert"]')).toHaveLength(0);
  });

  it('says what went wrong, and tries again', async () => {
    const page = await order();
    await server.last.answer(problem(503, 'salesforce_unavailable'));
    expect(textOf(only(page, '[role="alert"]'))).toContain('Because of salesforce_unavailable.');
    only(page, 'button').click();
    await server.last.answer({ body: orderWithLines(101) });
    expect(only(page, 'h1').textContent).toBe('Order 0000101');
  });
});
