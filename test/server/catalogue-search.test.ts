import { Connection } from 'jsforce/lib/core.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containing, soql } from '../../server/bff/queries/soql.ts';
import { demoPassword } from '../org/pages/demo-users.ts';
import { type Product, startProduct } from '../product.ts';

/** What a shop might sell whose names make life hard for a search. */
const difficult = [
  ['50% Off Box', 'PCT-1'],
  ['100% Wool Blanket', 'PCT_2'],
  ['Under_score Shelf', 'under_score'],
  ['Back\\slash Hook', 'B\\S'],
  ['Baker\'s "Best" Tin', "O'B-1"],
  ['Crème Brûlée Torch', 'CB-1'],
  ['Creme Brulee Torch', 'CB-2'],
  ['CRÈME BRÛLÉE TORCH', 'cb-3'],
  ['Großer Topf', 'ß-1'],
  ['GROSSER TOPF', 'SS-1'],
  ['İstanbul Mocca', 'İ-1'],
  ['istanbul mocca', 'I-1'],
  ['Kettle 🫖 Set', '🫖'],
  ['Ωmega Lamp', 'ω-9'],
  ['同じ鍋', '鍋-1'],
  // Twins, told apart by their ids alone.
  ['Twin Cup', 'TW-1'],
  ['twin cup', 'TW-2'],
  ['TWIN CUP', 'TW-3'],
  ['zz Last', 'ZZ'],
  ['ÅÄÖ Tray', 'AAO'],
  ['  Spaced  Out', 'SP'],
  ['No Code', null],
] as const;

const searches = [
  ...['%', '_', '\\', '%%', '50%', '0%', '_s', 'r_s', 'k\\s', '\\\\', "'", '"', "r's", "O'B", '""'],
  ...['crème', 'CRÈME', 'creme', 'brûlée', 'ß', 'ss', 'SS', 'GROSS', 'groß', 'i', 'ı', 'I-1'],
  ...['🫖', '🙂', 'ω', 'Ω', '鍋', 'twin', 'Twin Cup', 'TWIN CUP', 'tw-', 'ZZ', 'å', 'ÄÖ', 'a'],
  ...['mug', 'MUG', 'CF-1', 'cf-10', 'kettle', 'e', '-', ' ', 'x y', 'no code', 'null', '-5 °c'],
  ...["' OR Name != '", "\\' OR Id != null --", "%'%", '\u0000', '\u2028', 'a\tb', '*', '?'],
];

interface Item {
  readonly id: string;
  readonly name: string;
  readonly family: string | null;
}

interface Found {
  readonly Product2Id: string;
  readonly Product2: { readonly Family: string | null };
}

let product: Product;
let administrator: Connection;
beforeAll(async () => {
  product = await startProduct();
  administrator = await connect();
  const [standard] = await idsOf(soql`SELECT Id FROM Pricebook2 WHERE IsStandard = TRUE`);
  for (const [place, [Name, ProductCode]] of difficult.entries()) {
    const Family = place % 3 === 0 ? null : place % 3 === 1 ? 'Coffee' : 'Garden';
    const made = await administrator
      .sobject('Product2')
      .create({ Name, ProductCode, Family, IsActive: true });
    await administrator.sobject('PricebookEntry').create({
      Product2Id: made.id,
      Pricebook2Id: standard,
      UnitPrice: 1 + place,
      IsActive: true,
    });
  }
});
afterAll(() => product.stop());

async function connect(): Promise<Connection> {
  const app = await (await fetch(`${product.orgUrl}/__org__/app`)).json();
  const { clientId, clientSecret } = app as Record<string, string>;
  const answer = await fetch(`${product.orgUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: clientId ?? '',
      client_secret: clientSecret ?? '',
      username: 'admin@store.example',
      password: demoPassword,
    }),
  });
  const { access_token: accessToken = '' } = (await answer.json()) as Record<string, string>;
  return new Connection({ instanceUrl: product.orgUrl, accessToken, version: '66.0' });
}

async function idsOf(query: unknown): Promise<string[]> {
  const { records } = await administrator.query<{ Id: string }>(String(query));
  return records.map(({ Id }) => Id);
}

/** What Salesforce itself finds, in its own order. */
async function foundDirectly(search: string, family = ''): Promise<Found[]> {
  const pattern = containing(search);
  const query = soql`
    SELECT Product2Id, Product2.Family
    FROM PricebookEntry
    WHERE Pricebook2.IsStandard = TRUE AND IsActive = TRUE AND Product2.IsActive = TRUE
      ${search ? soql`AND (Product2.Name LIKE ${pattern} OR Product2.ProductCode LIKE ${pattern})` : soql``}
      ${family ? soql`AND Product2.Family = ${family}` : soql``}
    ORDER BY Product2.Name, Product2Id`;
  return (await administrator.query<Found>(query.toString())).records;
}

async function page(path: string): Promise<{ items: Item[]; next: string | null }> {
  const answer = await fetch(new URL(path, product.appUrl), { headers: { 'X-BFF': '1' } });
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as { items: Item[]; next: string | null };
}

async function foundInCatalogue(parameters: Record<string, string>): Promise<Item[]> {
  const items: Item[] = [];
  const query = new URLSearchParams(parameters);
  for (;;) {
    const { items: more, next } = await page(`/api/catalogue?${query}`);
    items.push(...more);
    if (next === null) return items;
    query.set('after', next);
  }
}

const idsIn = (items: readonly Item[]) => items.map(({ id }) => id);
const idsFound = (rows: readonly Found[]) => rows.map(({ Product2Id }) => Product2Id);

describe('what the server finds in the catalogue', () => {
  it('is all of it, in Salesforce’s order', async () => {
    const all = await foundInCatalogue({});
    expect(all.length).toBeGreaterThan(80);
    expect(idsIn(all)).toEqual(idsFound(await foundDirectly('')));
  });

  it.each(searches)('for %j is what Salesforce finds', async (search) => {
    const found = await foundInCatalogue({ search });
    // What is around it is not searched for: people type it without meaning it.
    expect(idsIn(found)).toEqual(idsFound(await foundDirectly(search.trim())));
  });

  it('is something for most of these, so that they compare something', async () => {
    const found = await Promise.all(
      searches.map((search) => page(`/api/catalogue?${new URLSearchParams({ search })}`)),
    );
    expect(found.filter(({ items }) => items.length > 0).length).toBeGreaterThan(
      searches.length / 2,
    );
  });

  it.each(['Coffee', 'coffee', 'GARDEN', 'Hand Tools', 'Nothing', 'Coffee ', "'", '%'])(
    'of the family %j is what Salesforce finds, also with a word',
    async (family) => {
      for (const search of ['', 'e', 'twin']) {
        expect(idsIn(await foundInCatalogue({ search, family }))).toEqual(
          idsFound(await foundDirectly(search, family.trim())),
        );
      }
    },
  );

  it('is counted by families as Salesforce counts them', async () => {
    const all = await foundDirectly('');
    const { items } = await page('/api/families');
    const counted = Object.fromEntries(
      [...Map.groupBy(all, ({ Product2 }) => Product2.Family)].flatMap(([name, { length }]) =>
        name === null ? [] : [[name, length]],
      ),
    );
    const families = items as unknown as { name: string; products: number }[];
    expect(Object.fromEntries(families.map(({ name, products }) => [name, products]))).toEqual(
      counted,
    );
    const names = families.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
  });
});

describe('a page that begins', () => {
  const cursor = (position: object) => Buffer.from(JSON.stringify(position)).toString('base64url');
  const behind = (position: object) =>
    page(`/api/catalogue?after=${cursor(position)}`).then(({ items }) => items);

  it('behind a product begins with the next one, also among those of one name', async () => {
    const all = await foundInCatalogue({});
    for (const [place, { name, id }] of all.entries()) {
      const [next] = await behind({ name, id });
      expect(next?.id).toBe(all[place + 1]?.id);
    }
  });

  it('behind one that is gone, or was renamed, begins where it was', async () => {
    const all = await foundInCatalogue({});
    const gone = '01tzz0000000000';
    for (const [name, id] of [
      ['Twin Cup', '01t000000000000'],
      ['Twin Cup', gone],
      ['twin cup', gone],
      ['Twim', gone],
      ['zzzz', gone],
      // Another name than that of the product with this id.
      ['Twin Cup', all[0]?.id ?? ''],
    ] as const) {
      const [expected] = (
        await administrator.query<Found>(
          soql`SELECT Product2Id FROM PricebookEntry
            WHERE Pricebook2.IsStandard = TRUE AND IsActive = TRUE AND Product2.IsActive = TRUE
              AND (Product2.Name > ${name} OR (Product2.Name = ${name} AND Product2Id > ${id}))
            ORDER BY Product2.Name, Product2Id LIMIT 1`.toString(),
        )
      ).records;
      expect((await behind({ name, id }))[0]?.id, name).toBe(expected?.Product2Id);
    }
  });
});

describe('GET /api/product', () => {
  const get = async (query: string) => {
    const answer = await fetch(`${product.appUrl}/api/product?${query}`, {
      headers: { 'X-BFF': '1' },
    });
    return { status: answer.status, json: await answer.json() };
  };

  it('answers what the catalogue says of it, by an id of 18 characters or of 15', async () => {
    const [item] = (await page('/api/catalogue?search=twin')).items;
    const id = item?.id ?? '';
    for (const each of [id, id.slice(0, 15)]) {
      expect(await get(`id=${each}`)).toEqual({ status: 200, json: item });
    }
  });

  it('is 404 for none, for what is no longer sold, and for what is no product', async () => {
    const [discontinued = ''] = await idsOf(
      soql`SELECT Id FROM Product2 WHERE IsActive = FALSE LIMIT 1`,
    );
    expect(discontinued).not.toBe('');
    for (const id of [discontinued, '01t000000000000', '001000000000000']) {
      expect(await get(`id=${id}`)).toMatchObject({ status: 404, json: { code: 'not_found' } });
    }
  });

  it.each(['', 'id=', 'id=x', "id=01t'000000000000", 'id=01t000000000000&id=01t000000000000'])(
    'refuses %j',
    async (query) => {
      expect(await get(query)).toMatchObject({ status: 422, json: { code: 'invalid_input' } });
    },
  );
});
