import Orders from 'store/orders';
import { router } from 'store/router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { order } from './sampleOrders.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
  window.history.replaceState(null, '', '/orders');
});
afterEach(() => document.body.replaceChildren());

const orders = (status?: string) => show('store-orders', Orders, { status });
const announcement = (page: HTMLElement) => textOf(only(page, '[role="status"]'));

describe('orders', () => {
  it('say that they are loading', async () => {
    const page = await orders();
    await settled();
    expect(announcement(page)).toBe('Loading orders…');
    expect(all(page, 'store-skeleton')).toHaveLength(1);
    expect(only(page, 'h1').textContent).toBe('Orders');
  });

  it('are listed, each a link to its page', async () => {
    const page = await orders();
    await server.last.answer({ body: { items: [order(101), order(102, 'Draft')], next: null } });
    expect(all<HTMLAnchorElement>(page, 'a.number').map((a) => a.pathname)).toEqual([
      '/orders/801000000000101AAA',
      '/orders/801000000000102AAA',
    ]);
    expect(textOf(page)).toContain('00101 Northwind placed Jan 5, 2026 Shipped total $1,234.50');
    expect(announcement(page)).toBe('2 orders');
    expect(all(page, 'button')).toHaveLength(0);
  });

  it('say so where an account is not shown', async () => {
    const page = await orders();
    await server.last.answer({ body: { items: [{ ...order(101), account: null }], next: null } });
    expect(textOf(page)).toContain('00101 Account not shown placed');
  });

  it('ask for the status of the address', async () => {
    await orders('Shipped');
    expect(server.last.url).toBe('/api/myOrders?status=Shipped');
  });

  it('ask for all where the address names no status there is', async () => {
    await orders("' OR Name != '");
    expect(server.last.url).toBe('/api/myOrders');
  });

  it('change with the address, and show nothing of the former filter meanwhile', async () => {
    const page = await orders('Shipped');
    await server.last.answer({ body: { items: [order(101)], next: null } });
    Object.assign(page, { status: 'Draft' });
    await settled();
    expect(server.last.url).toBe('/api/myOrders?status=Draft');
    expect(textOf(page)).not.toContain('00101');
    expect(textOf(only(page, 'nav [aria-current]'))).toBe('Draft');
  });

  it('offer the filters as links', async () => {
    const page = await orders();
    await settled();
    const links = all<HTMLAnchorElement>(page, 'nav a');
    expect(links.map((a) => a.pathname + a.search)).toEqual([
      '/orders',
      '/orders?status=Draft',
      '/orders?status=Activated',
      '/orders?status=Shipped',
      '/orders?status=Delivered',
      '/orders?status=Cancelled',
    ]);
    expect(textOf(only(page, 'nav [aria-current]'))).toBe('All');
  });

  it('say that there are none', async () => {
    const page = await orders();
    await server.last.answer({ body: { items: [], next: null } });
    expect(textOf(page)).toContain('You have no orders yet');
    expect(announcement(page)).toBe('No orders');
  });

  it('say that there are none of that status, and offer all', async () => {
    const page = await orders('Draft');
    await server.last.answer({ body: { items: [], next: null } });
    expect(textOf(page)).toContain('No draft orders');
    expect(all<HTMLAnchorElement>(page, 'a.button').map((a) => a.pathname)).toEqual(['/orders']);
  });

  it('say what went wrong, and try again', async () => {
    const page = await orders();
    await server.last.answer(problem(503, 'salesforce_unavailable'));
    expect(textOf(only(page, '[role="alert"]'))).toContain('Because of salesforce_unavailable.');
    expect(textOf(page)).toContain('r-1');
    only(page, 'button').click();
    await settled();
    expect(all(page, '[role="alert"]')).toHaveLength(0);
    expect(all(page, 'store-skeleton')).toHaveLength(1);
    await server.last.answer({ body: { items: [order(101)], next: null } });
    expect(textOf(page)).toContain('00101');
  });

  describe('with more', () => {
    async function firstPage() {
      const page = await orders('Shipped');
      await server.last.answer({ body: { items: [order(101)], next: 'cursor' } });
      return page;
    }

    it('show the next page after the first, announce it, and go on reading there', async () => {
      const page = await firstPage();
      expect(announcement(page)).toBe('1 order shown, more below');
      only(page, 'button').click();
      expect(server.last.url).toBe('/api/myOrders?after=cursor&status=Shipped');
      await server.last.answer({ body: { items: [order(102)], next: null } });
      await new Promise(requestAnimationFrame);
      await settled();
      expect(all(page, 'a.number')).toHaveLength(2);
      expect(announcement(page)).toBe('2 orders');
      expect(all(page, 'button')).toHaveLength(0);
      const list = only(page, 'store-order-list').shadowRoot;
      expect(textOf(list?.activeElement ?? page)).toContain('00102');
    });

    it('ask once for it, however often the button is pressed', async () => {
      const page = await firstPage();
      only(page, 'button').click();
      only(page, 'button').click();
      await settled();
      expect(server.calls).toHaveLength(2);
      expect(only(page, 'button').getAttribute('aria-disabled')).toBe('true');
    });

    it('keep what there is when it fails, and try again', async () => {
      const page = await firstPage();
      only(page, 'button').click();
      await server.last.answer(problem(503, 'salesforce_unavailable'));
      expect(textOf(page)).toContain('00101');
      only(page, '[role="alert"] button').click();
      await server.last.answer({ body: { items: [order(102)], next: null } });
      expect(all(page, 'a.number')).toHaveLength(2);
    });

    it('ignore it when the filter has changed meanwhile', async () => {
      const page = await firstPage();
      only(page, 'button').click();
      const late = server.last;
      Object.assign(page, { status: 'Draft' });
      await settled();
      await server.last.answer({ body: { items: [order(103, 'Draft')], next: null } });
      await late.answer({ body: { items: [order(102)], next: null } });
      expect(all(page, 'a.number')).toHaveLength(1);
    });

    it('remember nothing, and read no further, where the page was left meanwhile', async () => {
      router.remember({ pages: 3 });
      const page = await firstPage();
      const late = server.last;
      page.remove();
      window.history.replaceState({}, '', '/orders/801A');
      await late.answer({ body: { items: [order(102)], next: 'further' } });
      expect(server.calls).toHaveLength(2);
      expect(router.recall()).toEqual({});
    });

    it('show as many as before to somebody who comes back', async () => {
      router.remember({ pages: 2 });
      const page = await firstPage();
      expect(server.last.url).toContain('after=cursor');
      await server.last.answer({ body: { items: [order(102)], next: 'further' } });
      expect(all(page, 'a.number')).toHaveLength(2);
      expect(server.calls).toHaveLength(2);
    });
  });
});
