import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpsProduct, startHttpsProduct } from '../https-product.ts';
import { type Product, startProduct } from '../product.ts';

describe('behind one proxy', () => {
  let shop: HttpsProduct;
  beforeAll(async () => {
    shop = await startHttpsProduct({ RATE_LIMIT_API: '3' });
  });
  afterAll(() => shop.stop());

  it('#59 addresses that the browser has put before the proxy’s are not believed', async () => {
    const answers: number[] = [];
    for (let turn = 1; turn <= 4; turn += 1) {
      // The proxy has added the last one.
      const headers = { 'X-Forwarded-For': `198.51.100.${turn}, 203.0.113.9` };
      answers.push((await shop.ask('/auth/session', headers)).status);
    }
    expect(answers).toEqual([200, 200, 200, 429]);
  });

  it('#59 nor a host that the browser has made up', async () => {
    const { headers: sent } = await shop.ask('/auth/login', {
      'X-Forwarded-Host': 'evil.example',
      Forwarded: 'host=evil.example;proto=https',
    });
    const redirectUri = new URL(sent.get('location') ?? '').searchParams.get('redirect_uri');
    expect(redirectUri).toBe(`${shop.appUrl}/auth/callback`);
  });
});

describe('without a proxy', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ settings: { RATE_LIMIT_API: '3' } });
  });
  afterAll(() => product.stop());

  it('#59 no forwarded address is believed', async () => {
    const answers: number[] = [];
    for (let turn = 1; turn <= 4; turn += 1) {
      const headers = { 'X-Forwarded-For': `198.51.100.${turn}` };
      answers.push((await fetch(`${product.appUrl}/auth/session`, { headers })).status);
    }
    expect(answers).toEqual([200, 200, 200, 429]);
  });
});
