import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptName } from '../../client/modules/store/hasCart/hasCart.ts';
import { eventually } from './eventually.ts';
import { fakeServer, settled } from './fakeServer.ts';
import { ada } from './sampleSession.ts';
import { all, only, show, textOf } from './shadow.ts';

beforeEach(() => {
  // The page's session is made when its module loads.
  vi.resetModules();
  vi.stubGlobal('fetch', fakeServer().fetch);
  localStorage.clear();
});
afterEach(() => document.body.replaceChildren());

async function header(properties: Readonly<Record<string, unknown>> = {}) {
  const { default: Header } = await import('store/header');
  return show('store-header', Header, { page: 'home', user: null, ...properties });
}

const links = (top: HTMLElement) => all(top, 'nav a').map(textOf);
const buttons = (top: HTMLElement) => all(top, 'button').map(textOf);

/** As some page, or another tab, does. */
function putIn(quantity: number) {
  const lines = [{ productId: '01t000000000101AAA', quantity }];
  localStorage.setItem(keptName, JSON.stringify([{ owner: null, lines }]));
}

describe('the header', () => {
  it('offers nobody what is somebody’s', async () => {
    const top = await header();
    expect(links(top)).toEqual(['Home', 'Catalogue']);
    expect(buttons(top)).toEqual(['Skip to content', 'Sign in']);
  });

  it('offers whoever is signed in their own, and the way out', async () => {
    const top = await header({ user: ada });
    expect(links(top)).toEqual(['Home', 'Catalogue', 'Orders', 'Cases', 'Spending']);
    expect(textOf(only(top, '.who'))).toContain('signed in as Ada Lovelace');
    expect(buttons(top)).toEqual(['Skip to content', 'Sign out']);
  });

  it('offers neither the way in nor out as long as nobody knows who is there', async () => {
    const top = await header({ user: undefined });
    expect(buttons(top)).toEqual(['Skip to content']);
  });

  it.each([
    ['orders', 'Orders', 'page'],
    ['order', 'Orders', 'true'],
    ['newCase', 'Cases', 'true'],
    ['catalogue', 'Catalogue', 'page'],
    ['cart', 'Cart', 'page'],
  ])('says on the page %s that one is at %s', async (page, label, current) => {
    const top = await header({ page, user: ada });
    const [link, ...others] = all(top, '[aria-current]');
    expect(others).toEqual([]);
    expect(link && textOf(link)).toBe(label);
    expect(link?.getAttribute('aria-current')).toBe(current);
  });

  it('tells the page of who wants to go past it, or out', async () => {
    const top = await header({ user: ada });
    const heard: string[] = [];
    for (const type of ['skip', 'signout']) top.addEventListener(type, () => heard.push(type));
    for (const button of all(top, 'button')) button.click();
    expect(heard).toEqual(['skip', 'signout']);
  });

  it('shows that somebody is on their way out', async () => {
    const top = await header({ user: ada, signingOut: true });
    expect(only(top, '.account button').getAttribute('aria-disabled')).toBe('true');
  });

  describe('with the cart', () => {
    const count = (top: HTMLElement) => textOf(only(top, '.cart'));

    it('counts what is in it', async () => {
      putIn(3);
      const top = await header();
      await eventually(() => expect(count(top)).toBe('Cart 3 , 3 items'));
    });

    it('counts once the page is there whose code comes first', async () => {
      putIn(3);
      const top = await header({ page: undefined });
      await settled();
      expect(all(top, 'store-cart-count')).toHaveLength(0);
      Object.assign(top, { page: 'home' });
      await eventually(() => expect(count(top)).toBe('Cart 3 , 3 items'));
    });

    it.each([
      ['a page', () => document.dispatchEvent(new CustomEvent('cartchange'))],
      ['another tab', () => window.dispatchEvent(new StorageEvent('storage', { key: keptName }))],
    ])('counts from when %s has put in the first thing', async (_, tell) => {
      const top = await header();
      expect(count(top)).toBe('Cart');
      putIn(1);
      tell();
      await eventually(() => expect(count(top)).toBe('Cart 1 , 1 item'));
    });

    it('listens to nobody when it is gone', async () => {
      const top = await header();
      top.remove();
      putIn(1);
      document.dispatchEvent(new CustomEvent('cartchange'));
      window.dispatchEvent(new StorageEvent('storage', { key: keptName }));
      await settled();
      document.body.append(top);
      expect(all(top, 'store-cart-count')).toHaveLength(0);
    });
  });
});
