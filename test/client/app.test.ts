import { identityOf } from 'bff/session';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptName } from '../../client/modules/store/hasCart/hasCart.ts';
import { eventually } from './eventually.ts';
import { type Answer, fakeServer, problem, settled } from './fakeServer.ts';
import { order, orderWithLines } from './sampleOrders.ts';
import { families, product } from './sampleProducts.ts';
import { ada, grace, living, nobody } from './sampleSession.ts';
import { all, only, show, textOf } from './shadow.ts';

const aProduct: Answer = { body: { items: [product(101)], next: null } };

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  // The page's session and router are made when their modules load.
  vi.resetModules();
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(() => {
  document.body.replaceChildren();
  localStorage.clear();
});

async function open(path: string, user: typeof ada | null = ada, goods = aProduct) {
  window.history.replaceState(null, '', path);
  server.answering((url) => {
    if (url === '/auth/session') return user ? living(user) : nobody;
    if (url.startsWith('/api/catalogue')) return goods;
    if (url === '/api/families') return { body: families };
    if (user === null) return problem(401, 'not_signed_in');
    if (url === '/auth/sessions') return { body: [] };
    if (url.startsWith('/api/myOrder?')) return { body: orderWithLines(101) };
    return { body: { items: [order(101)], next: null } };
  });
  const { default: App } = await import('store/app');
  const app = await show('store-app', App);
  await eventually(() => {
    expect(all(app, 'h1')).toHaveLength(1);
    expect(all(app, 'store-skeleton')).toHaveLength(0);
  });
  return app;
}

const urls = () => server.calls.map(({ url }) => url);

function follow(app: HTMLElement, label: string) {
  const link = all(app, 'a').find((a) => textOf(a) === label);
  if (!link) throw new Error(`No link ${label}`);
  link.click();
}

describe('app', () => {
  it('welcomes somebody who is not signed in, and reads nothing of anybody', async () => {
    const app = await open('/', null);
    expect(all(app, 'button').map(textOf)).toEqual([
      'Skip to content',
      'Sign in',
      'Sign in',
      'Add to cart',
    ]);
    expect(urls()).toEqual(['/auth/session', '/api/catalogue']);
    expect(all(app, 'header nav a').map(textOf)).toEqual(['Home', 'Catalogue']);
    expect(document.title).toContain('Fieldstone Supply');
  });

  it('asks somebody who is not signed in to do so for a page of their own', async () => {
    const app = await open('/orders?status=Shipped', null);
    expect(only(app, 'h1').textContent).toBe('Sign in to see this page');
    expect(urls()).toEqual(['/auth/session']);
  });

  it('shows somebody who is not signed in some of the goods, of several families', async () => {
    const families = ['Coffee', 'Coffee', 'Garden', 'Storage', 'Garden', 'Cycling'];
    const items = families.map((family, at) => product(101 + at, family));
    const app = await open('/', null, { body: { items, next: null } });
    expect(all(app, '.detail').map(textOf)).toEqual([
      'GC101 · Coffee',
      'GC103 · Garden',
      'GC104 · Storage',
      'GC106 · Cycling',
    ]);
    follow(app, 'All products');
    await eventually(() => expect(only(app, 'h1').textContent).toBe('Catalogue'));
  });

  it('does without goods on the start page where there is no catalogue', async () => {
    const app = await open('/', null, problem(503, 'not_configured'));
    expect(urls()).toContain('/api/catalogue');
    expect(all(app, '[role="alert"]')).toHaveLength(0);
    expect(textOf(app)).not.toContain('From the catalogue');
  });

  describe('with a page for everybody', () => {
    const catalogue = (path = '/catalogue') => {
      window.history.replaceState(null, '', path);
      return import('store/app').then(({ default: App }) => show('store-app', App));
    };

    it('shows it without knowing who is there, and asks nobody to sign in', async () => {
      const app = await catalogue('/catalogue?search=mug&family=Coffee');
      await eventually(() => expect(urls()).toContain('/api/families'));
      expect(urls()).toContain('/api/catalogue?family=Coffee&search=mug');
      expect(only(app, 'h1').textContent).toBe('Catalogue');
      await server.calls[0]?.answer(nobody);
      expect(only(app, 'h1').textContent).toBe('Catalogue');
      expect(document.title).toBe('Catalogue · Fieldstone Supply');
      expect(textOf(only(app, 'header nav [aria-current]'))).toBe('Catalogue');
    });

    it('shows it although nobody knows whether somebody is signed in', async () => {
      const app = await catalogue();
      await eventually(() => expect(urls()).toContain('/api/families'));
      await server.calls[0]?.answer(problem(503, 'store_unavailable'));
      expect(only(app, 'h1').textContent).toBe('Catalogue');
      expect(all(app, '[role="alert"]')).toHaveLength(0);
      follow(app, 'Home');
      await eventually(() =>
        expect(textOf(only(app, '[role="alert"]'))).toContain('whether you are signed in'),
      );
    });

    it('loses nothing that is put into the cart before anybody knows whose it is', async () => {
      const [kept, added] = [101, 102].map((number) => product(number).id);
      localStorage.setItem(
        keptName,
        JSON.stringify([
          { owner: identityOf(ada), lines: [{ productId: kept, quantity: 2 }] },
          { owner: identityOf(grace), lines: [{ productId: kept, quantity: 7 }] },
        ]),
      );
      const app = await catalogue();
      await eventually(() => expect(urls()).toContain('/api/families'));
      const list = server.calls.find(({ url }) => url.startsWith('/api/catalogue'));
      await list?.answer({ body: { items: [product(102)], next: null } });
      const card = await eventually(() => only(app, 'store-add-to-cart'));
      only(card, 'button').click();
      await eventually(() => expect(textOf(only(app, '.cart'))).toBe('Cart 1 , 1 item'));
      await server.calls[0]?.answer(living(ada));
      await eventually(() => expect(textOf(only(app, '.cart'))).toBe('Cart 3 , 3 items'));
      const { cart } = await import('store/cart');
      expect(cart.value.owner).toBe(identityOf(ada));
      expect(cart.value.lines).toEqual([
        { productId: added, quantity: 1 },
        { productId: kept, quantity: 2 },
      ]);
    });

    it('keeps it as it is, and the focus where it is, when the session ends', async () => {
      const app = await open('/catalogue');
      follow(app, 'Orders');
      await eventually(() => only(app, 'store-order-list'));
      follow(app, 'Catalogue');
      await eventually(() => only(app, 'store-product-list'));
      const field = only(app, 'input');
      field.focus();
      const before = urls();
      server.answering(() => nobody);
      document.dispatchEvent(new Event('visibilitychange'));
      await eventually(() => expect(textOf(app)).not.toContain('Ada'));
      await settled();
      expect(textOf(only(app, 'store-product-list'))).toContain('GC101');
      expect(only(app, 'store-search-field').shadowRoot?.activeElement).toBe(field);
      expect(urls().slice(before.length)).toEqual(['/auth/session']);
    });
  });

  it('says who is signed in, and shows their latest orders', async () => {
    const app = await open('/');
    expect(textOf(only(app, '.who'))).toBe(
      'Your account: signed in as Ada Lovelace ada@northwind.example',
    );
    expect(only(app, 'h1').textContent).toBe('Welcome back, Ada Lovelace');
    expect(textOf(only(app, 'store-order-list'))).toContain('0000101');
    expect(urls()).toEqual(['/auth/session', '/api/myOrders']);
  });

  it('leaves the focus where it is on the page that was opened', async () => {
    await open('/orders');
    expect(document.activeElement).toBe(document.body);
    expect(document.title).toBe('Orders · Fieldstone Supply');
  });

  it('goes to an order with its title and the focus on its heading', async () => {
    const app = await open('/orders');
    only(app, 'a.number').click();
    await eventually(() => expect(only(app, 'h1').textContent).toBe('Order 0000101'));
    await settled();
    expect(window.location.pathname).toBe('/orders/801000000000101AAA');
    expect(document.title).toBe('Order 0000101 · Fieldstone Supply');
    expect(only(app, 'store-page-heading').shadowRoot?.activeElement?.tagName).toBe('H1');
    expect(textOf(only(app, 'header nav [aria-current]'))).toBe('Orders');
  });

  it('keeps the focus on the heading where there turns out to be no such order', async () => {
    const app = await open('/orders');
    server.answering(() => problem(404, 'not_found'));
    only(app, 'a.number').click();
    await eventually(() => expect(only(app, 'h1').textContent).toBe('There is no such order'));
    await settled();
    expect(only(app, 'store-page-heading').shadowRoot?.activeElement?.tagName).toBe('H1');
  });

  it('takes everything away when the session ends, and offers to come back', async () => {
    const app = await open('/orders');
    server.answering(() => problem(401, 'session_expired'));
    follow(app, 'Shipped');
    await eventually(() => expect(only(app, 'h1').textContent).toBe('You have been signed out'));
    expect(textOf(app)).not.toContain('0000101');
    expect(textOf(app)).not.toContain('Ada');
    expect(only(app, 'store-page-heading').shadowRoot?.activeElement?.tagName).toBe('H1');
    expect(urls().filter((url) => url === '/api/myOrders?status=Shipped')).toHaveLength(1);
  });

  it('leads from one’s name to one’s account', async () => {
    const app = await open('/');
    only(app, '.who').click();
    await eventually(() => expect(only(app, 'h1').textContent).toBe('Your account'));
    await settled();
    expect(window.location.pathname).toBe('/account');
    expect(only(app, '.who').getAttribute('aria-current')).toBe('page');
    expect(document.title).toBe('Your account · Fieldstone Supply');
    expect(textOf(only(app, 'dl'))).toContain('Ada Lovelace');
  });

  it('drops what one person has read when another signs in beside', async () => {
    const app = await open('/orders');
    const before = urls().length;
    server.answering((url) =>
      url === '/auth/session' ? living(grace) : { body: { items: [order(202)], next: null } },
    );
    document.dispatchEvent(new Event('visibilitychange'));
    await eventually(() => expect(textOf(app)).toContain('Grace Hopper'));
    await eventually(() => expect(textOf(app)).toContain('0000202'));
    expect(textOf(app)).not.toContain('0000101');
    expect(urls().slice(before)).toEqual(['/auth/session', '/api/myOrders']);
  });

  it('shows nothing that one person has typed when another signs in beside', async () => {
    const app = await open('/cases/new');
    const typed = only<HTMLInputElement>(app, '[name="subject"]');
    typed.value = 'Of Ada alone';
    typed.focus();
    server.answering(() => living(grace));
    document.dispatchEvent(new Event('visibilitychange'));
    await eventually(() => expect(textOf(app)).toContain('Grace Hopper'));
    await settled();
    expect(only<HTMLInputElement>(app, '[name="subject"]').value).toBe('');
    expect(only(app, 'store-page-heading').shadowRoot?.activeElement?.tagName).toBe('H1');
  });

  it('takes nobody anywhere by an answer to whoever was here before', async () => {
    const app = await open('/cases/new');
    let opened: (answer: Response) => void = () => {};
    const { fetch } = server;
    vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
      url === '/api/openCase' ? new Promise((resolve) => (opened = resolve)) : fetch(url, init),
    );
    only(app, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    server.answering(() => living(grace));
    document.dispatchEvent(new Event('visibilitychange'));
    await eventually(() => expect(textOf(app)).toContain('Grace Hopper'));
    opened(Response.json({ id: '500A', number: '00001026' }));
    await settled();
    expect(window.location.pathname).toBe('/cases/new');
  });

  it('keeps what one person has read when they are looked for again', async () => {
    await open('/orders');
    const before = urls().length;
    document.dispatchEvent(new Event('visibilitychange'));
    await eventually(() => expect(urls().slice(before)).toEqual(['/auth/session']));
    await settled();
    expect(urls().slice(before)).toEqual(['/auth/session']);
  });

  it('warns before the end, and leads back to the page when the warning has gone', async () => {
    const app = await open('/orders');
    server.answering((url) => (url === '/auth/session' ? living(ada, { idle: 100 }) : living(ada)));
    document.dispatchEvent(new Event('visibilitychange'));
    await eventually(() => only(only(app, 'store-session-notice'), '.primary'));
    expect(textOf(only(app, 'store-order-list'))).toContain('0000101');
    expect(document.activeElement).toBe(document.body);
    only(only(app, 'store-session-notice'), '.primary').click();
    await eventually(() => expect(app.shadowRoot?.activeElement?.tagName).toBe('MAIN'));
    expect(urls()).toContain('/auth/session/extend');
    expect(all(only(app, 'store-session-notice'), 'button')).toHaveLength(0);
  });

  it.each([
    ['/catalogue', 1, 'Catalogue'],
    ['/orders', 0, 'You have been signed out'],
  ])('says once that the session has ended, at %s', async (path, notices, heading) => {
    const app = await open(path);
    server.answering((url) => (url === '/auth/session' ? nobody : aProduct));
    document.dispatchEvent(new Event('visibilitychange'));
    await eventually(() => only(app, 'store-session-notice'));
    await settled();
    expect(only(app, 'h1').textContent).toBe(heading);
    expect(all(only(app, 'store-session-notice'), '.primary')).toHaveLength(notices);
  });

  it('tells a server that is away from a session that has ended', async () => {
    const app = await open('/orders');
    server.answering(() => problem(503, 'store_unavailable'));
    document.dispatchEvent(new Event('visibilitychange'));
    await eventually(() => only(app, '[role="alert"]'));
    expect(textOf(only(app, '[role="alert"]'))).toContain(
      'We could not see whether you are still signed in Because of store_unavailable.',
    );
    expect(textOf(app)).toContain('Ada Lovelace');
    expect(textOf(only(app, 'store-order-list'))).toContain('0000101');
    server.answering(() => living(ada));
    only(app, '[role="alert"] button').click();
    await eventually(() => expect(all(app, '[role="alert"]')).toHaveLength(0));
  });

  it('says that a sign-out has failed', async () => {
    const app = await open('/');
    server.answering(() => problem(503, 'store_unavailable'));
    only(app, '.account button').click();
    await settled();
    expect(textOf(only(app, '[role="alert"]'))).toContain('You could not be signed out');
  });

  it('says that a sign-out has failed where there is no connection: nobody repeats it', async () => {
    const app = await open('/');
    window.dispatchEvent(new Event('offline'));
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    only(app, '.account button').click();
    await settled();
    expect(textOf(only(app, '[role="alert"]'))).toContain('You could not be signed out');
    window.dispatchEvent(new Event('online'));
  });

  it('keeps the focus on the page when the button for another attempt goes', async () => {
    const app = await open('/orders');
    server.answering(() => problem(503, 'salesforce_unavailable'));
    follow(app, 'Draft');
    await eventually(() => only(app, '[role="alert"]'));
    only(app, '[role="alert"] button').click();
    expect(only(app, 'store-page-heading').shadowRoot?.activeElement?.tagName).toBe('H1');
  });

  it('keeps the orders on the page where they could not be read again just now', async () => {
    const app = await open('/orders');
    server.answering(() => problem(503, 'salesforce_unavailable'));
    const beside = new BroadcastChannel(`bff-stale:${ada.organizationId}/${ada.id}`);
    beside.postMessage(['myOrders']);
    await eventually(() => only(app, '[role="alert"]'));
    expect(textOf(only(app, '[role="alert"]'))).toContain('What you see may be out of date');
    expect(textOf(only(app, 'store-order-list'))).toContain('0000101');
    expect(textOf(only(app, 'store-orders'))).toContain('1 order');
    server.answering(() => ({ body: { items: [order(102)], next: null } }));
    only(app, '[role="alert"] button').click();
    await eventually(() => expect(textOf(only(app, 'store-order-list'))).toContain('0000102'));
    expect(all(app, '[role="alert"]')).toHaveLength(0);
    beside.close();
  });

  describe('where the code of a page does not come', () => {
    let fail: (reason: Error) => void;
    beforeEach(() => {
      vi.doMock('store/pages', async (original) => {
        const { pages } = await original<typeof import('store/pages')>();
        const load = () =>
          new Promise((_resolve, reject) => {
            fail = reject;
          });
        return { pages: { ...pages, orders: { ...pages.orders, load } } };
      });
    });
    afterEach(() => void vi.doUnmock('store/pages'));

    it('says so', async () => {
      const app = await open('/');
      follow(app, 'Orders');
      fail(new TypeError('Failed to fetch dynamically imported module'));
      await settled();
      expect(textOf(only(app, '[role="alert"]'))).toContain('This page could not be loaded');
    });

    it('says nothing to somebody who has gone elsewhere meanwhile', async () => {
      const app = await open('/');
      follow(app, 'Orders');
      follow(app, 'Home');
      await settled();
      fail(new TypeError('Failed to fetch dynamically imported module'));
      await settled();
      expect(all(app, '[role="alert"]')).toHaveLength(0);
      expect(only(app, 'h1').textContent).toBe('Welcome back, Ada Lovelace');
    });
  });

  it('says when it cannot know who is signed in, and tries again', async () => {
    window.history.replaceState(null, '', '/');
    server.answering(() => problem(503, 'store_unavailable'));
    const { default: App } = await import('store/app');
    const app = await show('store-app', App);
    await eventually(() => only(app, '[role="alert"]'));
    server.answering(() => nobody);
    only(app, '[role="alert"] button').click();
    await eventually(() => expect(textOf(app)).toContain('Every order'));
  });

  it('listens to no other tab when it is gone', async () => {
    const added = vi.spyOn(window, 'addEventListener');
    const removed = vi.spyOn(window, 'removeEventListener');
    const app = await open('/catalogue', null);
    const [storage] = added.mock.calls.filter(([type]) => type === 'storage');
    app.remove();
    expect(removed).toHaveBeenCalledWith('storage', storage?.[1]);
    added.mockRestore();
    removed.mockRestore();
  });

  it('skips to the content', async () => {
    const app = await open('/');
    only(app, '.skip').click();
    expect(app.shadowRoot?.activeElement?.tagName).toBe('MAIN');
  });

  it('knows when there is no such page', async () => {
    const app = await open('/nowhere');
    expect(only(app, 'h1').textContent).toBe('There is no such page');
  });
});
