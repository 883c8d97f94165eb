import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type OrgData, orgAsAdministrator } from '../org-as-administrator.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

interface Goods {
  readonly id: string;
  readonly price: number;
}

/** Starts the product for the tests of a file, with somebody signed in of every kind, and the ways to order. */
export function useOrdering() {
  let product: Product;
  let org: OrgData;
  let ada: CookieJar;
  let grace: CookieJar;
  let sam: CookieJar;
  let goods: readonly [Goods, Goods];

  beforeAll(async () => {
    product = await startProduct();
    const as = async (username: string) => {
      const jar = new CookieJar();
      await signIn(jar, product.appUrl, username);
      return jar;
    };
    ada = await as('ada@northwind.example');
    grace = await as('grace@contoso.example');
    sam = await as('sam@store.example');
    org = await orgAsAdministrator(product);
    goods = (await ask(ada, 'GET', '/api/catalogue')).json.items;
  });
  afterEach(() => product.panel.faults());
  afterAll(() => product.stop());

  async function ask(jar: CookieJar, method: string, path: string, init: RequestInit = {}) {
    const answer = await jar.request(new URL(path, product.appUrl), {
      method,
      headers: { 'X-BFF': '1', 'Content-Type': 'application/json' },
      ...init,
    });
    return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
  }

  const place = (jar: CookieJar, requestId: unknown = randomUUID(), lines: unknown = someLines()) =>
    ask(jar, 'POST', '/api/placeOrder', { body: JSON.stringify({ lines, requestId }) });

  /** Three of the first product, one of the second. */
  const someLines = () => [
    { productId: goods[0].id, quantity: 3 },
    { productId: goods[1].id, quantity: 1 },
  ];

  const countOrders = async () => (await org.query('SELECT Id FROM Order')).length;

  return {
    get product() {
      return product;
    },
    get org() {
      return org;
    },
    get ada() {
      return ada;
    },
    get grace() {
      return grace;
    },
    get sam() {
      return sam;
    },
    get goods() {
      return goods;
    },
    ask,
    place,
    someLines,
    someTotal: () => Math.round((goods[0].price * 3 + goods[1].price) * 100) / 100,
    /** Does something, and says how many orders there are more in the org, whoever's. */
    async newOrders(work: () => Promise<unknown>): Promise<number> {
      const before = await countOrders();
      await work();
      return (await countOrders()) - before;
    },
    /** Asks until it is done, as a person does; every refusal on the way is one of Salesforce's absence. */
    async placeUntilDone(jar: CookieJar, requestId: string, lines: unknown = someLines()) {
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const answer = await place(jar, requestId, lines);
        if (answer.status === 200) return answer.json;
        expect([answer.status, answer.json.code]).toEqual([503, 'salesforce_unavailable']);
      }
      throw new Error('Not placed in five attempts');
    },
  };
}
