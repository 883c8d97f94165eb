import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesSince } from '../lines-since.ts';
import { type Product, startProduct } from '../product.ts';
import { createVisitor } from '../security/visitor.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

type Line = Readonly<Record<string, unknown>>;

/** The lines that are written meanwhile. */
async function written(act: () => Promise<unknown>): Promise<readonly Line[]> {
  const before = product.log().length;
  await act();
  return linesSince(product, before);
}

/** Not what a browser has loaded just before, whose line may come late. */
const requestsFor = (route: string, lines: readonly Line[]) =>
  lines.filter((line) => line.event === 'request' && line.route === route);

describe('the line of a request', () => {
  it('says what it was for, whose it was and what it has cost', async () => {
    const ada = createVisitor(product.appUrl);
    await ada.signIn('ada@northwind.example');
    const [line] = requestsFor('myOrders', await written(() => ada.orders()));
    expect(line).toMatchObject({
      ...{ method: 'GET', path: '/api/myOrders', route: 'myOrders', status: 200, completed: true },
      upstreamCalls: 1,
      requestId: expect.stringMatching(/^[\w-]{8,}$/),
      user: expect.stringMatching(/^[\w-]{16}$/),
    });
    expect(line?.upstreamMs).toBeGreaterThan(0);
    expect(line?.ms).toBeGreaterThanOrEqual(Number(line?.upstreamMs) - 1);
    for (const absent of ['traceId', 'storeCalls', 'storeMs', 'replicaCalls', 'replicaMs']) {
      expect(line).not.toHaveProperty(absent);
    }
  });

  it('names one person alike wherever a session is known, another otherwise, and nobody not at all', async () => {
    const [ada, alan] = [createVisitor(product.appUrl), createVisitor(product.appUrl)];
    const signingIn = await written(() => ada.signIn('ada@northwind.example'));
    await alan.signIn('alan@northwind.example');
    const lines = [
      ...signingIn,
      ...(await written(async () => {
        await ada.session();
        await ada.sessions();
        await ada.orders();
        await ada.signOut();
      })),
    ];
    const usersOf = (route: string) => requestsFor(route, lines).map(({ user }) => user);
    const [her] = usersOf('myOrders');
    const known = ['/auth/callback', '/auth/session', '/auth/sessions', '/auth/logout'];
    for (const route of known) expect([route, usersOf(route)]).toEqual([route, [her]]);
    expect(usersOf('/auth/login')).toEqual([undefined]);
    const [his] = requestsFor('myOrders', await written(() => alan.orders()));
    expect(his?.user).toMatch(/^[\w-]{16}$/);
    expect(his?.user).not.toBe(her);
    const nobody = createVisitor(product.appUrl);
    const [nobodys] = requestsFor('/auth/session', await written(() => nobody.session()));
    expect(nobodys).toMatchObject({ status: 200 });
    expect(nobodys?.user).toBeUndefined();
  });

  it('counts the calls that a refused token costs: the API, the token endpoint, the API again', async () => {
    const ada = createVisitor(product.appUrl);
    await ada.signIn('ada@northwind.example');
    await product.panel.expire('access');
    const lines = await written(() => ada.orders());
    expect(requestsFor('myOrders', lines)).toMatchObject([{ upstreamCalls: 3 }]);
    const refresh = lines.find(({ event }) => event === 'refresh');
    expect(refresh).toMatchObject({ outcome: 'renewed' });
    expect(refresh?.requestId).toBe(requestsFor('myOrders', lines)[0]?.requestId);
  });

  it.each([
    ['/api/nothing', {}, 'unknown', 403],
    ['/api/nothing', { 'X-BFF': '1' }, 'unknown', 404],
    ['/api/myOrders', {}, 'myOrders', 403],
    ['/auth/nothing', {}, 'unknown', 404],
    ['/healthz', {}, '/healthz', 200],
    ['/orders/801000000000001AAA', {}, 'page', 200],
  ])(
    'has few names for what is asked for: %s with %j is %s',
    async (path, headers, route, status) => {
      const lines = await written(() => fetch(product.appUrl + path, { headers }));
      expect(requestsFor(route, lines)).toMatchObject([{ path, route, status, upstreamCalls: 0 }]);
    },
  );

  it.each([
    ['no header', {}, 'header'],
    ['another site', { 'X-BFF': '1', 'Sec-Fetch-Site': 'cross-site' }, 'site'],
    ['another origin', { 'X-BFF': '1', Origin: 'https://evil.example' }, 'origin'],
  ])('stands beside the refusal of what comes from elsewhere: %s', async (_, headers, reason) => {
    const lines = await written(() => fetch(`${product.appUrl}/api/myOrders`, { headers }));
    const [request] = requestsFor('myOrders', lines);
    expect(lines.filter(({ event }) => event === 'csrf_refused')).toMatchObject([
      { reason, requestId: request?.requestId },
    ]);
  });
});
