import { createRouter } from 'bff/router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const patterns = { home: '/', orders: '/orders', order: '/orders/:id' };

let stop = () => {};
function setUp(path = '/') {
  window.history.replaceState(null, '', path);
  const router = createRouter({ patterns });
  stop = router.start();
  return router;
}

/** A link in a component's shadow, clicked; whether the browser was left to follow it. */
function click(attributes: Record<string, string>, init: MouseEventInit = {}): boolean {
  const host = document.createElement('div');
  document.body.append(host);
  const link = document.createElement('a');
  for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
  host.attachShadow({ mode: 'open' }).append(link);
  const event = new MouseEvent('click', {
    bubbles: true,
    composed: true,
    cancelable: true,
    ...init,
  });
  // Where the router leaves it alone jsdom would try to follow the link, and cannot.
  let left = false;
  window.addEventListener(
    'click',
    (clicked) => {
      left = !clicked.defaultPrevented;
      clicked.preventDefault();
    },
    { once: true },
  );
  link.dispatchEvent(event);
  host.remove();
  return left;
}

beforeEach(() => vi.mocked(window.scrollTo).mockClear());
afterEach(() => stop());

describe('router', () => {
  it.each([
    ['/', { name: 'home', parameters: {} }],
    ['/orders', { name: 'orders' }],
    ['/orders/', { name: 'orders' }],
    ['/orders?status=Shipped', { name: 'orders', query: { status: 'Shipped' } }],
    ['/orders/801A', { name: 'order', parameters: { id: '801A' } }],
    ['/orders/a%20b', { name: 'order', parameters: { id: 'a b' } }],
    ['/orders/%', { name: 'order', parameters: { id: '%' } }],
    ['/orders/801A/lines', { name: 'notFound' }],
    ['/Orders', { name: 'notFound' }],
  ])('reads %s', (path, place) => {
    expect(setUp(path).value).toMatchObject(place);
  });

  it('follows a link in a component', () => {
    const router = setUp();
    const seen = vi.fn();
    router.subscribe(seen);
    expect(click({ href: '/orders/801A' })).toBe(false);
    expect(window.location.pathname).toBe('/orders/801A');
    expect(router.value).toMatchObject({ name: 'order', visits: 1 });
    expect(seen).toHaveBeenLastCalledWith(router.value);
    expect(window.scrollTo).toHaveBeenLastCalledWith(0, 0);
  });

  it.each([
    ['a key held down', { href: '/orders' }, { ctrlKey: true }],
    ['another key held down', { href: '/orders' }, { metaKey: true }],
    ['the middle button', { href: '/orders' }, { button: 1 }],
    ['another window', { href: '/orders', target: '_blank' }, {}],
    ['a download', { href: '/orders', download: '' }, {}],
    ['another origin', { href: 'https://example.com/orders' }, {}],
    ["the server's path", { href: '/auth/login' }, {}],
    ['a fragment of the page', { href: '#lines' }, {}],
    ['no address', {}, {}],
  ])('leaves alone %s', (_what, attributes: Record<string, string>, init) => {
    const router = setUp();
    expect(click(attributes, init)).toBe(true);
    expect(router.value.name).toBe('home');
  });

  it('leaves alone what a component has handled', () => {
    const router = setUp();
    const handled = (event: Event) => event.preventDefault();
    document.body.addEventListener('click', handled);
    click({ href: '/orders' });
    document.body.removeEventListener('click', handled);
    expect(router.value.name).toBe('home');
  });

  it('keeps the place on the page where only the query changes', () => {
    const router = setUp('/orders');
    vi.mocked(window.scrollTo).mockClear();
    router.go('/orders?status=Draft');
    expect(router.value).toMatchObject({ query: { status: 'Draft' }, visits: 0 });
    expect(window.scrollTo).not.toHaveBeenCalled();
  });

  it('goes back, and to where the page was scrolled', async () => {
    const router = setUp('/orders');
    Object.defineProperty(window, 'scrollY', { value: 640, configurable: true });
    router.go('/orders/801A');
    const back = new Promise((resolve) =>
      window.addEventListener('popstate', resolve, { once: true }),
    );
    window.history.back();
    await back;
    expect(router.value).toMatchObject({ name: 'orders', visits: 2 });
    expect(window.scrollTo).toHaveBeenLastCalledWith(0, 640);
    Object.defineProperty(window, 'scrollY', { value: 0, configurable: true });
  });

  it('remembers for each place of the history', () => {
    const router = setUp('/orders');
    router.remember({ pages: 3 });
    expect(router.recall()).toEqual({ pages: 3 });
    router.go('/orders/801A');
    expect(router.recall()).toEqual({});
  });

  it('replaces the present place', () => {
    const router = setUp('/orders');
    const { length } = window.history;
    router.go('/', { replace: true });
    expect(window.history.length).toBe(length);
    expect(router.value.name).toBe('home');
  });

  it('stops', () => {
    const router = setUp();
    stop();
    expect(click({ href: '/orders' })).toBe(true);
    expect(router.value.name).toBe('home');
  });
});
