import Orders from 'store/orders';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer } from './fakeServer.ts';
import { order } from './sampleOrders.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(() => {
  window.dispatchEvent(new Event('online'));
  document.body.replaceChildren();
});

const noConnection = new TypeError('Failed to fetch');

describe('without a connection', () => {
  it('a page says so calmly, and goes on by itself with the next one', async () => {
    window.dispatchEvent(new Event('offline'));
    const page = await show('store-orders', Orders);
    await server.last.fail(noConnection);
    expect(all(page, '[role="alert"]')).toHaveLength(0);
    expect(textOf(only(page, 'store-error-panel'))).toBe(
      'You are offline We go on as soon as there is a connection again. Try again',
    );
    window.dispatchEvent(new Event('online'));
    expect(server.calls).toHaveLength(2);
    await server.last.answer({ body: { items: [order(101)], next: null } });
    expect(all(page, 'a.number')).toHaveLength(1);
  });

  it('what nobody repeats is said to have failed', async () => {
    const page = await show('store-orders', Orders);
    await server.last.answer({ body: { items: [order(101)], next: 'cursor' } });
    window.dispatchEvent(new Event('offline'));
    only(page, 'button').click();
    await server.last.fail(noConnection);
    expect(textOf(only(page, '[role="alert"]'))).toContain('More orders could not be loaded');
    window.dispatchEvent(new Event('online'));
    expect(server.calls).toHaveLength(2);
  });

  it('one can try again', async () => {
    window.dispatchEvent(new Event('offline'));
    const page = await show('store-orders', Orders);
    await server.last.fail(noConnection);
    only(only(page, 'store-error-panel'), 'button').click();
    await server.last.answer({ body: { items: [order(101)], next: null } });
    expect(all(page, 'a.number')).toHaveLength(1);
  });

  it('to the server alone it is an error', async () => {
    const page = await show('store-orders', Orders);
    await server.last.fail(noConnection);
    expect(textOf(only(page, '[role="alert"]'))).toContain('Your orders could not be loaded');
  });
});
