import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { createVisitor } from './visitor.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ settings: { LOG_LEVEL: 'trace' } });
});
afterEach(() => product.panel.faults());
afterAll(() => product.stop());

interface Line {
  readonly event: string;
  readonly level: number;
  readonly requestId?: string;
  readonly [name: string]: unknown;
}

/** The log as the operator's tools read it: every line must be JSON. */
const lines = (): Line[] =>
  product
    .log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** What is written meanwhile. */
async function written(act: () => Promise<unknown>): Promise<Line[]> {
  const before = lines().length;
  await act();
  // The line of a request is written when its answer has gone.
  await new Promise((resolve) => setTimeout(resolve, 200));
  return lines().slice(before);
}

const visitor = () => createVisitor(product.appUrl);

async function signedIn() {
  const ada = visitor();
  await ada.signIn('ada@northwind.example');
  return ada;
}

describe('the log', () => {
  it('#67 names who comes and goes as events, each with the id of its request', async () => {
    const events = await written(async () => (await signedIn()).signOut());
    for (const event of ['sign_in', 'sign_out']) {
      const line = events.find((candidate) => candidate.event === event);
      expect([event, typeof line?.requestId]).toEqual([event, 'string']);
    }
  });

  it.each([
    [
      'a sign-in that Salesforce refuses',
      'sign_in_refused',
      async () => {
        const stranger = visitor();
        const { authorize } = await stranger.setOut();
        const state = authorize.searchParams.get('state');
        const error = 'error=access_denied&error_description=end-user+denied+authorization';
        await stranger.ask(`/auth/callback?${error}&state=${state}`);
      },
    ],
    [
      'a request from elsewhere',
      'problem',
      () => visitor().ask('/api/myOrders', { headers: { 'X-BFF': '0' } }),
    ],
    ['one of nobody', 'problem', () => visitor().ask('/api/myOrders')],
    ['input that is refused', 'problem', async () => (await signedIn()).ask('/api/myOrders?x=1')],
  ])('#67 names %s', async (_, event, act) => {
    const found = (await written(act)).filter((line) => line.event === event);
    expect(found).toHaveLength(1);
    expect(found[0]?.code).toMatch(/^[a-z_]+$/);
    expect(found[0]?.requestId).toMatch(/^[\w-]{8,}$/);
  });

  it('#67 has nothing in it that would let its reader in, also at its most talkative', async () => {
    await written(async () => {
      const ada = await signedIn();
      await ada.orders();
      await product.panel.expire('access');
      await ada.orders();
      await ada.ask('/api/catalogue?search=secret-of-a-visitor');
      await ada.ask('/api/myOrders?status=secret-of-a-visitor');
      const body = JSON.stringify({ subject: 'secret-of-a-visitor', description: 'x', more: 1 });
      const headers = { 'Content-Type': 'application/json' };
      await ada.ask('/api/openCase', { method: 'POST', headers, body });
      expect(product.log()).not.toContain(ada.sessionId());
      await ada.signOut();
    });
    const secrets = await product.panel.secrets();
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(product.log()).not.toContain(secret);
    expect(product.log()).not.toMatch(/secret-of-a-visitor|SELECT |session=s/);
    expect(product.log()).not.toMatch(/ada@northwind\.example/);
  });

  it('#67 takes no line breaks from outside', async () => {
    await written(() => visitor().ask('/api/x%0d%0a%7B%22event%22:%22sign_in%22%7D'));
    expect(lines().every(({ event }) => typeof event === 'string')).toBe(true);
  });
});

describe('what goes wrong inside', () => {
  const faults: readonly (readonly [what: string, fault: object, cause: RegExp])[] = [
    ['an answer of another shape', { status: 200, body: { secretDetail: 1 } }, /shape|records/],
    ['an error of Salesforce’s', { status: 500, body: 'secretDetail' }, /500/],
    [
      'a query that it refuses',
      { status: 400, body: [{ errorCode: 'MALFORMED_QUERY', message: 'secretDetail' }] },
      /MALFORMED_QUERY|secretDetail/,
    ],
  ];

  it.each(faults)('#68 says nothing outward, and why in the log: %s', async (_, fault, cause) => {
    const ada = await signedIn();
    await product.panel.faults({ path: '/query', ...fault });
    let body = '';
    let status = 0;
    const found = await written(async () => {
      ({ body, status } = await ada.ask('/api/myOrders'));
    });
    expect(status).toBeGreaterThanOrEqual(500);
    expect(body).not.toMatch(/secretDetail|MALFORMED|SELECT|\.ts|node_modules|stack/i);
    const problem = JSON.parse(body);
    expect(Object.keys(problem).toSorted()).toEqual([
      'code',
      'detail',
      'requestId',
      'status',
      'title',
      'type',
    ]);
    const line = found.find(
      ({ event, requestId }) => event === 'problem' && requestId === problem.requestId,
    );
    expect(JSON.stringify(line)).toMatch(cause);
  });
});
