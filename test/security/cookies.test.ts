import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../browser/chromium.ts';
import { type HttpsProduct, startHttpsProduct } from '../https-product.ts';

let shop: HttpsProduct;
/** Every `Set-Cookie` of a sign-in: the attempt's, its end, and the session's. */
let lines: readonly string[];
let session: string;
beforeAll(async () => {
  shop = await startHttpsProduct();
  const { login, callback } = await shop.signIn();
  lines = [...login.headers.getSetCookie(), ...callback.headers.getSetCookie()];
  session = lines.find((line) => /^[\w-]*session=/.test(line)) ?? '';
});
afterAll(() => shop.stop());

const attributesOf = (line: string) => line.split('; ').slice(1).toSorted();

describe('cookies in production', () => {
  it('#1 are Secure and HttpOnly', () => {
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(attributesOf(line)).toEqual(expect.arrayContaining(['HttpOnly', 'Secure']));
    }
  });

  it('#2 are SameSite=Strict where they are a session, Lax where Salesforce’s redirect must bring them', () => {
    const sameSite = lines.map((line) => /; SameSite=(\w+)/.exec(line)?.[1]);
    expect(/; SameSite=(\w+)/.exec(session)?.[1]).toBe('Strict');
    expect(sameSite.toSorted()).toEqual(['Lax', 'Lax', 'Strict']);
  });

  it('#3 have Path=/ and no Domain', () => {
    for (const line of lines) {
      expect(attributesOf(line)).toContain('Path=/');
      expect(line).not.toMatch(/; *domain/i);
    }
  });

  it('#4 have names that only https and only this host can set', () => {
    for (const line of lines) expect(line).toMatch(/^__Host-Http-[\w.-]+=/);
  });

  it('#19 are under 4,096 bytes, also with the longest way back', async () => {
    // Each of these becomes three characters.
    const login = await shop.ask(`/auth/login?returnTo=/${'%22'.repeat(499)}`);
    const [attempt = ''] = login.headers.getSetCookie();
    expect(attempt.length).toBeGreaterThan(2_000);
    for (const line of [...lines, attempt]) expect(Buffer.byteLength(line)).toBeLessThan(4_096);
  });
});

describe('in Chromium', () => {
  it('#4 the session cookie is kept, and no script sees it or sets one', async () => {
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const page = await context.newPage();
      await page.goto(`${shop.appUrl}/auth/login`);
      await page.locator('[name=username]').fill('ada@northwind.example');
      await page.locator('[name=pw]').fill('demo-password');
      await page.locator('[name=pw]').press('Enter');
      await page.waitForURL(`${shop.appUrl}/`);
      const kept = async () => {
        const all = await context.cookies(shop.appUrl);
        return all.find(({ name }) => name === '__Host-Http-session');
      };
      const cookie = await kept();
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
      const asScriptsSee = await page.evaluate(() => {
        // biome-ignore-start lint/suspicious/noDocumentCookie: what a hostile script would do
        document.cookie = '__Host-Http-session=forged; Path=/; Secure';
        document.cookie = '__Host-Http-sign-in.aaaaaaaaaaaaaaaa=forged; Path=/; Secure';
        document.cookie = 'plain=kept; Path=/; Secure';
        // biome-ignore-end lint/suspicious/noDocumentCookie: until here
        return document.cookie;
      });
      expect(asScriptsSee).toBe('plain=kept');
      expect((await kept())?.value).toBe(cookie?.value);
      const answer = await page.evaluate(async () => (await fetch('/auth/session')).json());
      expect(answer.user.username).toBe('ada@northwind.example');
    } finally {
      await browser.close();
    }
  });
});
