import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, expiredOutcome, signedInOutcome } from './visitor.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());
afterEach(async () => {
  await product.panel.faults();
  await product.panel.settings({ rotateRefreshTokens: false });
});

const refreshes = () => product.panel.calls('token:refresh_token');
const queries = () => product.panel.calls('GET /query');
async function signedIn(username = 'ada@northwind.example') {
  const visitor = createVisitor(product.appUrl);
  await visitor.signIn(username);
  return visitor;
}
const expireAccess = () => product.panel.expire('access');
const unavailable = { status: 503, code: 'salesforce_unavailable' };

describe('a dead refresh token', () => {
  it('#21 ends the session, and a new sign-in heals it', async () => {
    const ada = await signedIn();
    await product.panel.expire('refresh');
    await expireAccess();
    expect(await ada.orders()).toEqual(expiredOutcome);
    expect(await ada.whoAmI()).toBeUndefined();
    await ada.signIn('ada@northwind.example');
    expect(await ada.orders()).toEqual(signedInOutcome);
  });
});

describe('a dead access token', () => {
  it.each([false, true])(
    '#43 is renewed once for fifty requests (rotation: %s)',
    async (rotates) => {
      await product.panel.settings({ rotateRefreshTokens: rotates });
      const ada = await signedIn();
      for (let round = 0; round < 3; round += 1) {
        await expireAccess();
        const before = await refreshes();
        const answers = await Promise.all(Array.from({ length: 50 }, () => ada.orders()));
        expect(answers).toEqual(answers.map(() => signedInOutcome));
        expect((await refreshes()) - before).toBe(1);
      }
    },
  );

  it('#43 is renewed once for two browsers of one person', async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    await expireAccess();
    const before = await refreshes();
    expect(await Promise.all([one.orders(), two.orders()])).toEqual([
      signedInOutcome,
      signedInOutcome,
    ]);
    expect((await refreshes()) - before).toBe(1);
  });

  it('#48 leads to one renewal and one more try, never a loop', async () => {
    const ada = await signedIn();
    const body = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
    await product.panel.faults({ path: '/query', status: 401, body });
    const [renewals, asked] = [await refreshes(), await queries()];
    expect(await ada.orders()).toEqual(unavailable);
    expect((await refreshes()) - renewals).toBe(1);
    expect((await queries()) - asked).toBe(2);
    await product.panel.faults();
    expect(await ada.orders()).toEqual(signedInOutcome);
  });
});

describe('a token endpoint in trouble', () => {
  it.each([
    ['answers 503', { status: 503 }],
    ['answers a page', { status: 200, body: '<html>maintenance</html>' }],
    ['refuses the client', { status: 400, body: { error: 'invalid_client' } }],
  ])('#47 that %s signs nobody out', async (_, fault) => {
    const ada = await signedIn();
    await expireAccess();
    await product.panel.faults({ path: '/services/oauth2/token', ...fault });
    expect(await ada.orders()).toEqual(unavailable);
    expect(await ada.whoAmI()).toBe('ada@northwind.example');
    await product.panel.faults();
    expect(await ada.orders()).toEqual(signedInOutcome);
  });

  it('#47 that cuts the line or answers too late signs nobody out', async () => {
    const both = [await signedIn(), await signedIn('grace@contoso.example')];
    const orders = () => Promise.all(both.map((visitor) => visitor.orders()));
    await expireAccess();
    const path = '/services/oauth2/token';
    await product.panel.faults(
      { path, drop: 'before', times: 1 },
      { path, delayMs: 8_000, times: 1 },
    );
    expect(await orders()).toEqual([unavailable, unavailable]);
    expect(await Promise.all(both.map((visitor) => visitor.whoAmI()))).toEqual([
      'ada@northwind.example',
      'grace@contoso.example',
    ]);
    // They wait until the calls that nobody has heard of must be over.
    expect(await orders()).toEqual([signedInOutcome, signedInOutcome]);
  });
});

describe('a refresh that Salesforce says is under way already', () => {
  const busy = {
    path: '/services/oauth2/token',
    status: 400,
    body: {
      error: 'invalid_grant',
      error_description: 'token request is already being processed',
    },
  };

  it('#47 is waited for and tried again', async () => {
    const ada = await signedIn();
    await expireAccess();
    await product.panel.faults({ ...busy, times: 1 });
    expect(await ada.orders()).toEqual(signedInOutcome);
  });

  it('#47 signs nobody out however long it lasts', { timeout: 60_000 }, async () => {
    const ada = await signedIn();
    await expireAccess();
    await product.panel.faults(busy);
    expect(await ada.orders()).toEqual(unavailable);
    await product.panel.faults();
    expect(await ada.orders()).toEqual(signedInOutcome);
  });
});
