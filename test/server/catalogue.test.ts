import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());
afterEach(() => product.panel.faults());

interface Item {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly family: string;
  readonly price: number;
}

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(new URL(path, product.appUrl), {
    headers: { 'X-BFF': '1', ...headers },
  });
  const body = await answer.text();
  return { status: answer.status, headers: answer.headers, body, json: body && JSON.parse(body) };
}

async function everything(query = ''): Promise<Item[]> {
  const items: Item[] = [];
  for (let after = ''; ; ) {
    const { status, json } = await get(`/api/catalogue?${query}${after}`);
    expect(status).toBe(200);
    items.push(...json.items);
    if (json.next === null) return items;
    after = `&after=${encodeURIComponent(json.next)}`;
  }
}

describe('GET /api/catalogue', () => {
  it('shows somebody who is not signed in what is on sale, by name, nothing twice', async () => {
    const items = await everything();
    expect(items.length).toBeGreaterThanOrEqual(60);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const names = items.map(({ name }) => name.toLowerCase());
    expect(names).toEqual(names.toSorted());
    for (const { price } of items) expect(price).toBeGreaterThan(0);
  });

  it('answers nothing but what is projected', async () => {
    const { json } = await get('/api/catalogue');
    expect(Object.keys(json.items[0]).toSorted()).toEqual(
      ['code', 'description', 'family', 'id', 'name', 'price'].toSorted(),
    );
  });

  it('finds a part of a name or of a code, in any case, and one family', async () => {
    const all = await everything();
    const [{ name = '', code = '', family = '' } = {}] = all.slice(5);
    const word = name.split(' ')[0]?.toUpperCase() ?? '';
    const found = await everything(`search=${encodeURIComponent(word)}`);
    expect(found.map(({ id }) => id)).toEqual(
      all
        .filter((item) => `${item.name}\n${item.code}`.toUpperCase().includes(word))
        .map(({ id }) => id),
    );
    expect((await everything(`search=${code}`)).map((item) => item.code)).toContain(code);
    expect(await everything(`family=${encodeURIComponent(family)}`)).toEqual(
      all.filter((item) => item.family === family),
    );
    expect(await everything('search=&family=')).toEqual(all);
  });

  it.each(["' OR Name != '", '%', '_', '\\', "\\' OR Id != null --", '"', '🙂'])(
    'takes %s for text',
    async (search) => {
      expect(await everything(`search=${encodeURIComponent(search)}`)).toEqual([]);
    },
  );

  it.each([
    ['limit=5', 'limit'],
    ['search=a&search=b', 'search'],
    [`search=${'x'.repeat(10_000)}`, 'search'],
    [`family=${'x'.repeat(300)}`, 'family'],
    ['after=nonsense', 'after'],
  ])('refuses %.20s', async (query, field) => {
    const { status, json } = await get(`/api/catalogue?${query}`);
    expect(status).toBe(422);
    expect(json).toMatchObject({ code: 'invalid_input', errors: [{ field }] });
  });

  it('reads no session, sets no cookie, and may be kept and asked for anew by its ETag', async () => {
    const plain = await get('/api/catalogue');
    const withCookie = await get('/api/catalogue', { Cookie: 'session=s%3Aforged.signature' });
    expect(withCookie.body).toBe(plain.body);
    expect(plain.headers.getSetCookie()).toEqual([]);
    expect(plain.headers.get('cache-control')).toMatch(/^public\b/);
    const etag = plain.headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    const again = await get('/api/catalogue', { 'If-None-Match': etag });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('still wants the header that only our own pages send', async () => {
    const { status, json } = await get('/api/catalogue', { 'X-BFF': '0' });
    expect([status, json.code]).toEqual([403, 'csrf_rejected']);
  });
});

describe('GET /api/families', () => {
  it('counts what the catalogue has of each', async () => {
    const all = await everything();
    const { json } = await get('/api/families');
    expect(json.next).toBeNull();
    expect(json.items.length).toBeGreaterThan(3);
    for (const { name, products } of json.items) {
      expect(all.filter(({ family }) => family === name)).toHaveLength(products);
    }
  });
});

describe('without an integration user', () => {
  it('the routes say that they are not configured, and so does the log at the start', async () => {
    const bare = await startProduct({ settings: { SALESFORCE_INTEGRATION_FLOW: '' } });
    try {
      const answer = await fetch(`${bare.appUrl}/api/catalogue`, { headers: { 'X-BFF': '1' } });
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: 'not_configured' });
      await expect.poll(bare.log).toMatch(/"event":"not_configured".*SALESFORCE_INTEGRATION_FLOW/);
      const page = await new CookieJar().open(new URL('/', bare.appUrl));
      expect(page.status).toBe(200);
    } finally {
      await bare.stop();
    }
  });
});
