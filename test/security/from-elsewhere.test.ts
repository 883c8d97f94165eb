import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, type Visitor } from './visitor.ts';

let product: Product;
let ada: Visitor;
beforeAll(async () => {
  product = await startProduct();
  ada = createVisitor(product.appUrl);
  await ada.signIn('ada@northwind.example');
});
afterAll(() => product.stop());

/** Everything that reads or changes something, each with a body where it takes one. */
const requests: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['GET', '/api/catalogue'],
  ['GET', '/api/families'],
  ['GET', '/api/myOrders'],
  ['GET', '/api/myCases'],
  ['POST', '/api/openCase', { subject: 'Not mine', description: 'Somebody else wrote this.' }],
  ['POST', '/api/placeOrder', { lines: [], requestId: 'not-my-request' }],
  ['POST', '/auth/logout', {}],
  ['POST', '/auth/session/extend', {}],
  ['POST', '/auth/standing-approval', { approved: true }],
];

/** As a script in Ada's browser sends it, with her cookie and exactly these headers. */
function send(
  [method, path, body]: (typeof requests)[number],
  headers: Record<string, string>,
): Promise<Answer> {
  return ada.jar.request(ada.url(path), {
    method,
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function expectRefusals(headers: Record<string, string>) {
  const before = await product.panel.allCalls();
  for (const request of requests) {
    const answer = await send(request, headers);
    expect([request, answer.status]).toEqual([request, 403]);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'csrf_rejected' });
  }
  // Nothing has reached Salesforce, and Ada is still signed in.
  expect(await product.panel.allCalls()).toBe(before);
  expect(await ada.whoAmI()).toBe('ada@northwind.example');
}

describe('what another site makes a browser send', () => {
  it.each([
    ['no X-BFF', {}],
    ['an empty X-BFF', { 'X-BFF': '' }],
    ['another value of it', { 'X-BFF': '2' }],
    ['two of it', { 'X-BFF': '1, 1' }],
  ])('#50 is refused with %s', async (_, headers) => expectRefusals(headers));

  it.each(['cross-site', 'same-site', 'nonsense'])(
    '#51 is refused where the browser says that it is %s',
    async (site) => expectRefusals({ 'X-BFF': '1', 'Sec-Fetch-Site': site }),
  );

  it('#51 is refused even if its Origin is ours', async () => {
    const origin = { Origin: product.appUrl };
    await expectRefusals({ 'X-BFF': '1', 'Sec-Fetch-Site': 'cross-site', ...origin });
  });

  it.each([
    ['another site', 'https://evil.example'],
    ['nobody', 'null'],
    ['our host by https', 'https://localhost'],
    ['a host that begins like ours', 'http://localhost.evil.example'],
  ])('#52 is refused without Fetch Metadata where its Origin is of %s', async (_, origin) =>
    expectRefusals({ 'X-BFF': '1', Origin: origin }),
  );

  it('#52 is let through from our own origin, and from programs, which have none', async () => {
    for (const headers of [{ Origin: product.appUrl }, {}]) {
      const answer = await send(['GET', '/api/myOrders'], { 'X-BFF': '1', ...headers });
      expect(answer.status).toBe(200);
    }
  });
});

describe('methods', () => {
  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])(
    '#53 %s signs nobody out',
    async (method) => {
      const answer = await ada.ask('/auth/logout', { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
      expect(await ada.whoAmI()).toBe('ada@northwind.example');
    },
  );

  it.each([
    ['/api/myOrders', 'GET', ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']],
    ['/api/catalogue', 'GET', ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']],
    ['/api/openCase', 'POST', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']],
    ['/auth/login', 'GET', ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']],
    ['/auth/callback', 'GET', ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']],
    ['/auth/session', 'GET', ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']],
    ['/auth/session/extend', 'POST', ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']],
    ['/auth/sessions', 'GET', ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']],
  ])('#55 %s answers %s alone', async (path, allowed, others) => {
    for (const method of others) {
      const answer = await ada.ask(path, { method });
      expect([method, answer.status]).toEqual([method, 405]);
      expect(answer.headers.get('allow')).toBe(allowed);
    }
  });
});

describe('permission for other origins', () => {
  it('#54 is never given, to whatever asks for it', async () => {
    const asking = {
      Origin: 'https://evil.example',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'x-bff',
      'Access-Control-Request-Private-Network': 'true',
    };
    for (const path of ['/', '/api/myOrders', '/api/catalogue', '/auth/session', '/healthz']) {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await ada.ask(path, { method, headers: asking });
        const given = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
        expect([path, method, given]).toEqual([path, method, []]);
      }
    }
  });
});
