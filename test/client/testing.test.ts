import { createApi } from 'bff/api';
import { createObserved } from 'bff/observed';
import { createFakeServer, createTestQuery, testQuery } from 'bff/testing';
import { RequestError } from 'bff/transport';
import Order from 'store/order';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StorefrontRoutes } from '../../server/api/index.ts';
import { settled } from './fakeServer.ts';
import { orderWithLines } from './sampleOrders.ts';
import { ada } from './sampleSession.ts';
import { all, only, show, textOf } from './shadow.ts';

vi.mock('store/api', async () => {
  const { createTestQuery } = await import('bff/testing');
  return { myOrder: createTestQuery() };
});

import { myOrder } from 'store/api';

afterEach(() => document.body.replaceChildren());

describe('a test query', () => {
  const order = testQuery(myOrder);
  const page = () => show('store-order', Order, { orderId: '801A' });

  it('lets a component wait, and says what its wire was configured with', async () => {
    expect(order.getLastConfig()).toBeUndefined();
    const shown = await page();
    expect(order.getLastConfig()).toEqual({ id: '801A' });
    expect(all(shown, 'store-skeleton')).not.toHaveLength(0);
    shown.remove();
    expect(order.getLastConfig()).toBeUndefined();
  });

  it('gives it data, which it cannot change', async () => {
    const shown = await page();
    const data = orderWithLines(101);
    await order.emit(data);
    expect(textOf(only(shown, 'h1'))).toBe('Order 0000101');
    expect(Object.isFrozen(data.lines[0])).toBe(true);
  });

  it('gives it an error, and counts how often it tries again', async () => {
    const shown = await page();
    await order.error({ message: 'Salesforce is away.' }, 503, 'Salesforce is unavailable');
    expect(textOf(only(shown, '[role="alert"]'))).toContain('Salesforce is away.');
    const before = order.refreshes;
    only(shown, '[role="alert"] button').click();
    expect(order.refreshes).toBe(before + 1);
    await order.loading();
    expect(all(shown, '[role="alert"]')).toHaveLength(0);
  });

  it('answers whoever calls it with what it was made with, or complains', async () => {
    const called = createTestQuery(async ({ id }: { id: string }) => `the one of ${id}`);
    expect(await called({ id: '7' })).toBe('the one of 7');
    await expect(order({ id: '7' })).rejects.toThrow('The test has not said');
  });

  it('is not the real one', async () => {
    const { myOrder: real } = await vi.importActual<typeof import('store/api')>('store/api');
    expect(() => testQuery(real)).toThrow(TypeError);
  });
});

describe('a fake server', () => {
  function setUp() {
    const server = createFakeServer<StorefrontRoutes>();
    const { observed } = createObserved({ user: ada });
    const { transport } = server;
    // Of the session the API looks at the user alone.
    return { server, ...createApi<StorefrontRoutes>({ transport, session: observed as never }) };
  }

  it('answers by the name of the route, and keeps what it was sent', async () => {
    const { server, query } = setUp();
    server.answer('myOrders', ({ status = 'any' }) => ({ items: [], next: `after ${status}` }));
    expect(await query('myOrders')({ status: 'Shipped' })).toEqual({
      items: [],
      next: 'after Shipped',
    });
    await query('myOrders')({});
    expect(server.sentTo('myOrders')).toEqual([{ status: 'Shipped' }, {}]);
    expect(server.sentTo('myCases')).toEqual([]);
  });

  it('refuses with problem details', async () => {
    const { server, command } = setUp();
    const errors = [{ field: 'subject', message: 'is required' }];
    server.refuse('openCase', 422, 'invalid_input', { detail: 'Not so.', errors });
    const input = { subject: '', description: 'It never came.' };
    const error = await command('openCase')(input).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({
      status: 422,
      body: { message: 'Not so.', errorCode: 'invalid_input', errors },
    });
    expect(server.sentTo('openCase')).toEqual([input]);
  });

  it('takes its time', async () => {
    const { server, query } = setUp();
    server.answer('myCases', { items: [], next: null }, { delayMs: 30 });
    let answered = false;
    const answer = query('myCases')({}).then(() => {
      answered = true;
    });
    await settled();
    expect(answered).toBe(false);
    await answer;
  });

  it('makes wires read again what a command has changed', async () => {
    const { server, query, command } = setUp();
    server.answer('myCases', { items: [], next: null });
    server.answer('openCase', { id: '500', number: '1' }, { refreshes: ['myCases'] });
    const wire = new (query('myCases').adapter)(() => {});
    wire.update({});
    await settled();
    await command('openCase')({ subject: 'Lost', description: 'It never came.' });
    expect(server.sentTo('myCases')).toHaveLength(2);
    wire.disconnect();
  });

  it('lets a call wait that it was told nothing about', async () => {
    const { server, query } = setUp();
    expect(() => server.last).toThrow('Nothing was fetched');
    const answer = query('myCases')({});
    await settled();
    await server.last.answer({ body: { items: [], next: null } });
    expect(await answer).toEqual({ items: [], next: null });
  });
});
