import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CookieJar } from './cookie-jar.ts';
import { wholeLog } from './lines-since.ts';
import { isTaken } from './processes/free-port.ts';
import { type Product, startProduct } from './product.ts';
import { signIn } from './sign-in.ts';

const portOf = (url: string) => Number(new URL(url).port);

describe('the product, by plain HTTP', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  }, 120_000);
  beforeEach(({ onTestFailed }) => onTestFailed(() => console.log(product.log())));
  afterAll(() => product.stop());

  const script = { headers: { 'x-bff': '1' } };
  const at = (path: string) => new URL(path, product.appUrl);

  async function signedIn(username: string) {
    const jar = new CookieJar();
    const page = await signIn(jar, product.appUrl, username, { returnTo: '/orders?status=Draft' });
    expect([page.url.href, page.status]).toEqual([at('/orders?status=Draft').href, 200]);
    return jar;
  }

  it('signs a user in and shows each their own orders alone', async () => {
    const [ada, grace] = [
      await signedIn('ada@northwind.example'),
      await signedIn('grace@contoso.example'),
    ];
    const orders = async (jar: CookieJar): Promise<{ id: string; account: string }[]> => {
      const { status, body } = await jar.request(at('/api/myOrders'), script);
      expect([status, body]).toEqual([200, expect.stringContaining('"items"')]);
      return JSON.parse(body).items;
    };
    const [hers, others] = [await orders(ada), await orders(grace)];
    expect(new Set(hers.map(({ account }) => account)).size).toBe(1);
    expect(new Set(others.map(({ account }) => account)).size).toBe(1);
    expect(hers[0]?.account).not.toBe(others[0]?.account);

    const own = await ada.request(at(`/api/myOrder?id=${hers[0]?.id}`), script);
    expect(own.status).toBe(200);
    const another = await ada.request(at(`/api/myOrder?id=${others[0]?.id}`), script);
    expect(another.status).toBe(404);
    expect(JSON.parse(another.body)).toMatchObject({ code: 'not_found' });
  });

  it('sends no token to the browser and writes none into its log', async () => {
    const jar = await signedIn('ada@northwind.example');
    await jar.request(at('/auth/session'), script);
    await jar.request(at('/api/myOrders'), script);
    const secrets = await product.panel.secrets();
    expect(secrets.length).toBeGreaterThan(3);
    const seen = jar.received('localhost') + (await wholeLog(product));
    expect(seen).toContain('ada@northwind.example');
    expect(seen).toContain('/auth/callback');
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
  });

  it('leaves nothing running', async () => {
    const another = await startProduct();
    await another.stop();
    expect(await isTaken(portOf(another.appUrl))).toBe(false);
    expect(await isTaken(portOf(another.orgUrl))).toBe(false);
    expect(await another.ended).toContain('has ended');
  }, 120_000);
});
