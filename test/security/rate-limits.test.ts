import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster } from '../cluster.ts';
import { type Product, startProduct } from '../product.ts';
import { createVisitor } from './visitor.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    settings: { RATE_LIMIT_SIGN_IN: '20', RATE_LIMIT_API: '30', TRUST_PROXY: '1' },
  });
});
afterAll(() => product.stop());

/** Statuses of so many requests, one after the other. */
async function statuses(count: number, ask: () => Promise<{ readonly status: number }>) {
  const answers: number[] = [];
  for (let turn = 0; turn < count; turn += 1) answers.push((await ask()).status);
  return answers;
}

/** Not at the very end of a minute: the next one would begin in the middle. */
async function minuteAhead() {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 10_000) await new Promise((resolve) => setTimeout(resolve, left));
}

const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });

describe('too many requests', () => {
  it('#65 to sign in are refused with a page, and when to come back', async () => {
    await minuteAhead();
    const visitor = createVisitor(product.appUrl);
    const ask = () => visitor.ask('/auth/login', from('203.0.113.1'));
    expect(await statuses(20, ask)).toEqual(Array(20).fill(302));
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused.headers.get('content-type')).toContain('text/html');
    expect(refused.body).toContain('too many sign-ins');
    const comeBack = () => visitor.ask('/auth/callback?state=x&code=y', from('203.0.113.1'));
    expect(await statuses(20, comeBack)).toEqual(Array(20).fill(303));
    expect((await comeBack()).status).toBe(429);
    expect((await visitor.ask('/auth/login', from('203.0.113.2'))).status).toBe(302);
  });

  it('#65 of a session are refused, whatever address they come from; others go on', async () => {
    await minuteAhead();
    const [ada, alan] = [createVisitor(product.appUrl), createVisitor(product.appUrl)];
    await ada.signIn('ada@northwind.example');
    await alan.signIn('alan@northwind.example');
    let address = 0;
    const ask = () => {
      address += 1;
      return ada.ask(
        address % 2 ? '/api/myOrders' : '/auth/sessions',
        from(`203.0.113.${address}`),
      );
    };
    const answers = await statuses(30, ask);
    expect(answers).not.toContain(429);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'rate_limited', status: 429 });
    expect((await alan.ask('/api/myOrders', from('203.0.113.1'))).status).toBe(200);
  });

  it('#65 of nobody are counted by address, and of a made-up session too', async () => {
    await minuteAhead();
    const visitor = createVisitor(product.appUrl);
    let turn = 0;
    const ask = () => {
      turn += 1;
      const headers = { Cookie: `session=s%3A${turn}.${turn}`, 'X-Forwarded-For': '203.0.113.77' };
      return visitor.ask('/api/catalogue', { headers });
    };
    expect(await statuses(30, ask)).toEqual(Array(30).fill(200));
    expect((await ask()).status).toBe(429);
    expect((await visitor.ask('/api/catalogue', from('203.0.113.78'))).status).toBe(200);
    expect((await visitor.ask('/healthz', from('203.0.113.77'))).status).toBe(200);
  });

  it('#65 from one address are limited, too, whatever sessions it has had', async () => {
    await minuteAhead();
    const visitor = createVisitor(product.appUrl);
    const cookies: string[] = [];
    for (let turn = 0; turn < 11; turn += 1) {
      // Behind the proxy every sign-in has an address of its own.
      const someone = createVisitor(product.appUrl);
      await someone.signIn('grace@contoso.example');
      cookies.push(someone.jar.cookieHeader(someone.url('/')));
    }
    let turn = 0;
    const ask = () => {
      turn += 1;
      const headers = { Cookie: cookies[turn % 11] ?? '', 'X-Forwarded-For': '203.0.113.99' };
      return visitor.ask('/auth/session', { headers });
    };
    const answers = await statuses(310, ask);
    expect(answers.slice(0, 300)).toEqual(Array(300).fill(200));
    expect(answers.at(-1)).toBe(429);
  });

  it('#65 from one network of IPv6 are one visitor’s', async () => {
    await minuteAhead();
    const visitor = createVisitor(product.appUrl);
    let host = 0;
    const ask = () => {
      host += 1;
      return visitor.ask('/api/catalogue', from(`2001:db8:1:2::${host.toString(16)}`));
    };
    await statuses(30, ask);
    expect((await ask()).status).toBe(429);
    expect((await visitor.ask('/api/catalogue', from('2001:db8:1:3::1'))).status).toBe(200);
  });
});

describe('too many requests to several processes', () => {
  it('#65 are counted together', async () => {
    const cluster = await startCluster({ processes: 2, settings: { RATE_LIMIT_API: '30' } });
    try {
      const [one, two] = cluster.members.map(({ url }) => createVisitor(url));
      if (!one || !two) throw new Error('Two processes were to be started');
      await minuteAhead();
      const first = await statuses(20, () => one.ask('/api/catalogue'));
      expect(first).toEqual(Array(20).fill(200));
      const second = await statuses(20, () => two.ask('/api/catalogue'));
      // The first three of each process are told to the other with the fourth.
      expect(second.filter((status) => status === 200).length).toBe(10);
      expect(second.at(-1)).toBe(429);
      // Without Redis each counts for itself, and answers.
      await cluster.redis.stop();
      expect((await one.ask('/api/catalogue')).status).toBe(200);
    } finally {
      await cluster.stop();
    }
  });
});
