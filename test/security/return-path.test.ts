import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostilePaths } from '../hostile-paths.ts';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, type Visitor } from './visitor.ts';

let product: Product;
/** Somebody whom Salesforce knows: a sign-in is three redirects. */
let ada: Visitor;
beforeAll(async () => {
  product = await startProduct({ settings: { RATE_LIMIT_SIGN_IN: '10000' } });
  ada = createVisitor(product.appUrl);
  await ada.signIn('ada@northwind.example');
});
afterAll(() => product.stop());

const encoded = (path: string) => `returnTo=${encodeURIComponent(path)}`;

/** Signs in by an address, and answers where the server sends the browser then. */
async function wayBack(query: string): Promise<{ location: string; url: URL }> {
  const { authorize } = await ada.setOut(`/auth/login?${query}`);
  const { status, headers } = await ada.jar.request(await ada.comeBack(authorize));
  expect(status).toBe(303);
  const location = headers.get('location') ?? '';
  // As a browser reads it.
  return { location, url: new URL(location, product.appUrl) };
}

/** Where somebody is sent who comes by a link of another site: they are not signed in, but sent on. */
async function wayOn(query: string): Promise<string> {
  const headers = { 'Sec-Fetch-Site': 'cross-site' };
  const answer = await ada.ask(`/auth/login?${query}`, { headers });
  expect(answer.status).toBe(303);
  expect(answer.headers.getSetCookie()).toEqual([]);
  return answer.headers.get('location') ?? '';
}

describe('where a sign-in comes back to', () => {
  it.each(hostilePaths)('#36 is never %j', async (path) => {
    const { location, url } = await wayBack(encoded(path));
    expect([location, url.origin]).toEqual(['/', new URL(product.appUrl).origin]);
    expect(await wayOn(encoded(path))).toBe('/');
  });

  it.each([
    ['two of it', 'returnTo=/orders&returnTo=//evil.example'],
    ['two of it, the other way round', 'returnTo=//evil.example&returnTo=/orders'],
    ['a list', 'returnTo[]=//evil.example'],
    ['a place in a list', 'returnTo[0]=/orders'],
    ['an object', 'returnTo[path]=//evil.example'],
    ['another name', 'returnto=/orders&redirect=//evil.example&next=//evil.example'],
    ['a tab in its name', 'return%09To=//evil.example'],
    ['no value', 'returnTo'],
    ['half a character', 'returnTo=/%E0%A4'],
    ['an encoding twice over', 'returnTo=%252F%252Fevil.example'],
    ['the origin in front', `returnTo=${encodeURIComponent('http://localhost')}.evil.example`],
    ['two slashes further on', 'returnTo=/a%3Fb=//c'],
    ['no parameter', ''],
  ])('#36 is the start page for %s', async (_, query) => {
    expect((await wayBack(query)).location).toBe('/');
    expect(await wayOn(query)).toBe('/');
  });

  it.each(['/', '/orders', '/orders?status=Draft&x=1', '/orders/801#lines', '/a%20b'])(
    '#36 is %s where the page has asked for it',
    async (path) => {
      expect((await wayBack(encoded(path))).location).toBe(path);
      expect(await wayOn(encoded(path))).toBe(path);
    },
  );

  it('#36 is the same in the page of a failed sign-in, which quotes nothing', async () => {
    for (const path of [
      '//evil.example',
      '"><script>alert(1)</script>',
      '/"onmouseover=alert(1)//',
    ]) {
      const { authorize } = await ada.setOut(`/auth/login?${encoded(path)}`);
      const state = authorize.searchParams.get('state');
      const { status, body } = await ada.ask(`/auth/callback?error=access_denied&state=${state}`);
      expect(status).toBe(403);
      expect(body).toContain('href="/auth/login?returnTo=%2F"');
      expect(body).not.toMatch(/evil|alert/);
    }
  });

  it('#36 after signing out is Salesforce or the start page, whatever the request says', async () => {
    const leaving = ada.copied();
    const { body } = await leaving.ask(
      '/auth/logout?returnTo=//evil.example&redirect=//evil.example',
      {
        method: 'POST',
        headers: { 'X-Forwarded-Host': 'evil.example' },
      },
    );
    const { origin, searchParams } = new URL(JSON.parse(body).redirectTo);
    expect(origin).toBe(product.orgUrl);
    expect(searchParams.get('post_logout_redirect_uri')).toBe(`${product.appUrl}/`);
  });
});
