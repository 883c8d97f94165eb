import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { keptName } from '../../client/modules/store/hasCart/hasCart.ts';
import { useStorefront } from './use-storefront.ts';

const shop = useStorefront();

/** The budget of docs/performance.md, in bytes of gzip. */
const most = 35_000;

const ada = 'ada@northwind.example';

/** The id of the first thing in a list that the person at the page may read. */
const first = (route: string): Promise<string> =>
  shop.page.evaluate(async (name) => {
    const answer = await fetch(`/api/${name}`, { headers: { 'X-BFF': '1' } });
    // A list, as `routes/page.ts` has it.
    const { items } = (await answer.json()) as { items: readonly { id: string }[] };
    return items[0]?.id ?? '';
  }, route);

/** Opens a page in a browser that has nothing of it yet, but the session and the cart, and adds up its scripts. */
async function scriptOf(path: string, content: string): Promise<number> {
  const storageState = await shop.context.storageState();
  const page = await shop.elsewhere({ storageState });
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body());
  });
  await page.goto(shop.at(path));
  await page.locator('main').locator(content).first().waitFor();
  await page.waitForLoadState('networkidle');
  const sizes = (await Promise.all(scripts)).map((text) => gzipSync(text, { level: 9 }).length);
  expect(sizes.length).toBeGreaterThan(1);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Somebody has put the first product into the cart before. */
async function fillCart() {
  const lines = [{ productId: await first('catalogue'), quantity: 2 }];
  await shop.page.evaluate(([name, text]) => localStorage.setItem(name, text), [
    keptName,
    JSON.stringify([{ owner: null, lines }]),
  ] as const);
}

describe('the first JavaScript is at most 35 kB', () => {
  describe('for somebody who is not signed in', () => {
    beforeEach(async () => {
      await shop.page.goto(shop.at('/healthz'));
    });

    it.each([
      ['the start page', '/', 'store-product-list li'],
      ['the catalogue', '/catalogue', 'store-product-list li'],
      ['the catalogue, searched', '/catalogue?search=saw', 'store-product-list li'],
      ['an order', '/orders/801000000000001', 'store-sign-in-panel h1'],
      ['a page that is none', '/nothing', 'store-not-found h1'],
    ])('%s', async (_, path, content) => {
      expect(await scriptOf(path, content)).toBeLessThanOrEqual(most);
    });

    it('a product', async () => {
      const product = `/products/${await first('catalogue')}`;
      expect(await scriptOf(product, 'store-add-to-cart button')).toBeLessThanOrEqual(most);
    });

    it('the cart', async () => {
      await fillCart();
      expect(await scriptOf('/cart', 'store-product-picture')).toBeLessThanOrEqual(most);
    });
  });

  it('for somebody who is signed in, every page', async () => {
    await shop.signIn(ada);
    const [order, product] = [await first('myOrders'), await first('catalogue')];
    const pages = {
      '/': 'store-order-list li',
      '/catalogue': 'store-product-list li',
      '/catalogue?search=saw': 'store-product-list li',
      [`/products/${product}`]: 'store-add-to-cart button',
      '/orders': 'store-order-list li',
      [`/orders/${order}`]: 'store-order-lines tbody',
      '/cases': 'store-case-list li',
      '/cases/new': 'form',
      // Without a replica it says so.
      '/spending': 'h2',
      '/account': 'store-session-list li',
      '/nothing': 'store-not-found h1',
    };
    const sizes: Record<string, number> = {};
    for (const [path, content] of Object.entries(pages)) {
      sizes[path] = await scriptOf(path, content);
    }
    await fillCart();
    for (const path of ['/cart', '/checkout']) {
      sizes[path] = await scriptOf(path, 'store-product-picture');
    }
    const tooLarge = Object.entries(sizes).filter(([, size]) => size > most);
    expect(tooLarge).toEqual([]);
  });
});

it('names the files of a page with the page itself, so that they come beside the first', async () => {
  const scripts: string[] = [];
  shop.page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
  });
  const answer = await shop.page.goto(shop.at('/catalogue?family=Garden'));
  await shop.page.locator('store-product-list li').first().waitFor();
  const named = answer?.headers().link?.match(/(?<=<)[^>]+(?=>; rel=modulepreload)/g);
  const { isFirst = [], isOther = [] } = Object.groupBy(scripts, (path) =>
    path.startsWith('/assets/index-') ? 'isFirst' : 'isOther',
  );
  expect(isFirst).toHaveLength(1);
  expect(isOther.length).toBeGreaterThan(3);
  expect(isOther.toSorted()).toEqual(named?.toSorted());
});
