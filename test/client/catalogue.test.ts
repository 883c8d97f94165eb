import { readFile } from 'node:fs/promises';
import Catalogue from 'store/catalogue';
import ProductPicture from 'store/productPicture';
import { router } from 'store/router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, fakeServer, problem, settled } from './fakeServer.ts';
import { families, product } from './sampleProducts.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
  window.history.replaceState(null, '', '/catalogue');
});
afterEach(() => document.body.replaceChildren());

interface Address {
  readonly search?: string;
  readonly family?: string;
}

const catalogue = (address: Address = {}) => show('store-catalogue', Catalogue, { ...address });

/** The latest call for products, whatever was asked for beside it. */
function asked() {
  const call = server.calls.findLast(({ url }) => url.startsWith('/api/catalogue'));
  if (!call) throw new Error('No products were asked for');
  return call;
}

async function opened(address: Address, products: Answer, choice: Answer = { body: families }) {
  const page = await catalogue(address);
  await server.calls.find(({ url }) => url === '/api/families')?.answer(choice);
  await asked().answer(products);
  return page;
}

const found = (...numbers: number[]): Answer => ({
  body: { items: numbers.map((number) => product(number)), next: null },
});

const announcement = (page: HTMLElement) => textOf(only(page, '.top [role="status"]'));
const names = (page: HTMLElement) => all(page, 'h3').map(textOf);
const addressOf = ({ pathname, search }: HTMLAnchorElement) => pathname + search;

async function searchFor(page: HTMLElement, words: string) {
  only<HTMLInputElement>(page, 'input').value = words;
  only<HTMLFormElement>(page, 'form').requestSubmit();
  await settled();
}

describe('catalogue', () => {
  it('says that it is loading', async () => {
    const page = await catalogue();
    await settled();
    expect(asked().url).toBe('/api/catalogue');
    expect(announcement(page)).toBe('Loading products…');
    expect(all(page, 'store-skeleton')).toHaveLength(1);
    expect(only(page, 'h1').textContent).toBe('Catalogue');
  });

  it('shows what each product is and costs', async () => {
    const bare = { ...product(102), code: null, family: null, description: null };
    const page = await opened({}, { body: { items: [product(101), bare], next: null } });
    expect(all(page, 'li > div').map(textOf)).toEqual([
      'Product 101 GC101 · Coffee Made to last. $1,234.50 Add to cart',
      'Product 102 $1,234.50 Add to cart',
    ]);
    expect(announcement(page)).toBe('2 products');
    expect(all(page, 'svg').every((svg) => svg.getAttribute('aria-hidden') === 'true')).toBe(true);
  });

  it('asks for what the address names', async () => {
    await catalogue({ search: ' claw hammer ', family: 'Hand Tools' });
    expect(asked().url).toBe('/api/catalogue?family=Hand+Tools&search=claw+hammer');
  });

  it('changes with the address, and shows nothing of the former search meanwhile', async () => {
    const page = await opened({ search: 'mug' }, found(101));
    Object.assign(page, { search: 'plane' });
    await settled();
    expect(asked().url).toBe('/api/catalogue?search=plane');
    expect(names(page)).toEqual([]);
    expect(only<HTMLInputElement>(page, 'input').value).toBe('plane');
  });

  describe('search', () => {
    it('has a label, and stands in the address once it is sent', async () => {
      const page = await opened({ family: 'Coffee' }, found(101));
      const { labels } = only<HTMLInputElement>(page, 'input');
      expect([...(labels ?? [])].map(textOf)).toEqual(['Search the catalogue']);
      await searchFor(page, '  50% off & more ');
      expect(window.location.search).toBe('?family=Coffee&search=50%25+off+%26+more');
      expect(router.value.query).toEqual({ family: 'Coffee', search: '50% off & more' });
    });

    it('is not sent by the browser, which would load the page anew', async () => {
      const page = await opened({}, found(101));
      const left = vi.fn();
      only(page, 'form').addEventListener('submit', (event) => left(!event.defaultPrevented));
      await searchFor(page, 'mug');
      expect(left.mock.calls).toEqual([[false]]);
    });

    it('asks for nothing while somebody types', async () => {
      const page = await opened({}, found(101));
      const calls = server.calls.length;
      const input = only<HTMLInputElement>(page, 'input');
      input.value = 'mu';
      input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      await settled();
      expect(server.calls).toHaveLength(calls);
      expect(window.location.search).toBe('');
    });

    it('leaves the address without words where there are none', async () => {
      window.history.replaceState(null, '', '/catalogue?search=mug');
      const page = await opened({ search: 'mug' }, found(101));
      await searchFor(page, ' ');
      expect(window.location.pathname + window.location.search).toBe('/catalogue');
    });

    it('can be cleared, and the focus is in the field then', async () => {
      window.history.replaceState(null, '', '/catalogue?family=Coffee&search=mug');
      const page = await opened({ search: 'mug', family: 'Coffee' }, found(101));
      only(page, '[aria-label="Clear the search"]').click();
      expect(window.location.search).toBe('?family=Coffee');
      const field = only(page, 'store-search-field').shadowRoot;
      expect(field?.activeElement).toBe(only(page, 'input'));
    });
  });

  describe('families', () => {
    const links = (page: HTMLElement) => all<HTMLAnchorElement>(page, 'nav a');

    it('are links, with how much is in each', async () => {
      const page = await opened({ family: 'Coffee' }, found(101));
      expect(links(page).map(textOf)).toEqual(['All', 'Coffee 10', 'Hand Tools 1,200']);
      expect(links(page).map(addressOf)).toEqual([
        '/catalogue',
        '/catalogue?family=Coffee',
        '/catalogue?family=Hand+Tools',
      ]);
      expect(textOf(only(page, 'nav [aria-current]'))).toBe('Coffee 10');
    });

    it('keep the search, and promise no number then', async () => {
      const page = await opened({ search: 'mug' }, found(101));
      expect(links(page).map(textOf)).toEqual(['All', 'Coffee', 'Hand Tools']);
      expect(links(page).map(addressOf)[1]).toBe('/catalogue?family=Coffee&search=mug');
      expect(textOf(only(page, 'nav [aria-current]'))).toBe('All');
    });

    it('show the one of the address although it is not there', async () => {
      const page = await opened({ family: 'Boats' }, found());
      expect(textOf(only(page, 'nav [aria-current]'))).toBe('Boats');
    });

    it('are left out where they do not come, and the products are not', async () => {
      const page = await opened({}, found(101), problem(503, 'salesforce_unavailable'));
      expect(links(page)).toHaveLength(0);
      expect(names(page)).toEqual(['Product 101']);
      expect(all(page, '[role="alert"]')).toHaveLength(0);
    });
  });

  describe('where nothing is found', () => {
    it.each([
      [
        { search: 'xyz', family: 'Coffee' },
        'Nothing found for “xyz” in Coffee',
        'Search everywhere',
        '/catalogue?search=xyz',
      ],
      [{ search: 'xyz' }, 'Nothing found for “xyz”', 'Show everything', '/catalogue'],
      [{ family: 'Boats' }, 'Nothing found in Boats', 'Show everything', '/catalogue'],
    ])('for %j says so, and offers a way back', async (address, heading, label, href) => {
      const page = await opened(address, found());
      expect(textOf(page)).toContain(heading);
      expect(announcement(page)).toBe('No products');
      const way = only<HTMLAnchorElement>(page, 'a.button');
      expect([textOf(way), addressOf(way)]).toEqual([label, href]);
    });

    it('offers none where there is nothing at all', async () => {
      const page = await opened({}, found());
      expect(textOf(page)).toContain('The catalogue is empty');
      expect(all(page, 'a.button')).toHaveLength(0);
    });

    it('takes what the server does not take as a search for nothing found', async () => {
      const page = await opened({ search: 'x' }, problem(422, 'invalid_input'));
      expect(textOf(page)).toContain('Nothing found for “x”');
      expect(all(page, '[role="alert"]')).toHaveLength(0);
    });
  });

  it('says in plain words that the shop shows no catalogue yet', async () => {
    const notConfigured = problem(503, 'not_configured');
    const page = await opened({}, notConfigured, notConfigured);
    expect(textOf(page)).toContain('This shop shows no catalogue yet');
    expect(announcement(page)).toBe('No catalogue yet');
    expect(all(page, '[role="alert"], form, nav')).toHaveLength(0);
    expect(addressOf(only<HTMLAnchorElement>(page, 'a.button'))).toBe('/');
  });

  it('says what went wrong, and tries again, for the families as well', async () => {
    const away = problem(503, 'salesforce_unavailable');
    const page = await opened({}, away, away);
    expect(textOf(only(page, '[role="alert"]'))).toContain('Because of salesforce_unavailable.');
    expect(announcement(page)).toBe('');
    only(page, '[role="alert"] button').click();
    await settled();
    expect(all(page, 'store-skeleton')).toHaveLength(1);
    await server.calls.findLast(({ url }) => url === '/api/families')?.answer({ body: families });
    await asked().answer(found(101));
    expect(names(page)).toEqual(['Product 101']);
    expect(all(page, 'nav a')).toHaveLength(3);
  });

  it('says that there is no connection', async () => {
    const page = await catalogue();
    await asked().fail(new TypeError('Failed to fetch'));
    expect(textOf(only(page, '[role="alert"]'))).toContain('Please check your connection');
  });

  describe('with more', () => {
    const first: Answer = { body: { items: [product(101)], next: 'cursor' } };

    it('shows the next page after the first, announces it, and goes on reading there', async () => {
      const page = await opened({ search: 'mug', family: 'Coffee' }, first);
      expect(announcement(page)).toBe('1 product shown, more below');
      only(only(page, 'store-show-more'), 'button').click();
      expect(asked().url).toBe('/api/catalogue?after=cursor&family=Coffee&search=mug');
      await asked().answer(found(102));
      await new Promise(requestAnimationFrame);
      await settled();
      expect(names(page)).toEqual(['Product 101', 'Product 102']);
      expect(announcement(page)).toBe('2 products');
      const list = only(page, 'store-product-list').shadowRoot;
      expect(list?.activeElement?.textContent).toBe('Product 102');
      expect(router.recall()).toEqual({ pages: 2 });
    });

    it('keeps what there is when it fails, and tries again', async () => {
      const page = await opened({}, first);
      only(only(page, 'store-show-more'), 'button').click();
      await asked().answer(problem(503, 'salesforce_limit'));
      expect(names(page)).toEqual(['Product 101']);
      only(page, '[role="alert"] button').click();
      await asked().answer(found(102));
      expect(names(page)).toEqual(['Product 101', 'Product 102']);
    });

    it('shows as much as before to somebody who comes back', async () => {
      router.remember({ pages: 2 });
      const page = await opened({}, first);
      expect(asked().url).toContain('after=cursor');
      await asked().answer(found(102));
      expect(names(page)).toHaveLength(2);
    });

    it('reads no further once the page has been left', async () => {
      router.remember({ pages: 3 });
      const page = await opened({}, first);
      const late = asked();
      page.remove();
      await late.answer({ body: { items: [product(102)], next: 'further' } });
      expect(asked()).toBe(late);
    });
  });
});

describe('productPicture', () => {
  const sourceOf = async (family: string | null, code: string | null = null) => {
    const element = await show('store-product-picture', ProductPicture, { family, code });
    return only(element, 'img').getAttribute('src') ?? '';
  };
  const families = [
    'Camping',
    'Coffee',
    'Cycling',
    'Garden',
    'Hand Tools',
    'Power Tools',
    'Storage',
  ] as const;

  it('is of the family', async () => {
    const sources = new Set<string>();
    for (const family of families) sources.add(await sourceOf(family));
    expect(sources.size).toBe(families.length);
  });

  it.each([null, '', 'constructor', 'Garden Furniture'])(
    'is of stones for the family %j',
    async (family) => {
      expect(await sourceOf(family)).toBe('/pictures.svg#cairn-moss');
    },
  );

  it('has the same colours for one product always, and not for all', async () => {
    expect(await sourceOf('Coffee', 'CF-101')).toBe(await sourceOf('Coffee', 'CF-101'));
    expect(await sourceOf('Coffee', 'CF-101')).not.toBe(await sourceOf('Coffee', 'CF-102'));
  });

  it('is in the file, in all colours', async () => {
    const file = new DOMParser().parseFromString(
      await readFile('client/public/pictures.svg', 'utf8'),
      'image/svg+xml',
    );
    for (const family of [...families, null]) {
      for (const code of ['A', 'B', 'C']) {
        const [path, id = ''] = (await sourceOf(family, code)).split('#');
        expect(path).toBe('/pictures.svg');
        const drawing = file.getElementById(id)?.getAttribute('href') ?? '#';
        expect(file.querySelectorAll(`${drawing} path`).length, id).toBeGreaterThan(1);
      }
    }
  });
});
