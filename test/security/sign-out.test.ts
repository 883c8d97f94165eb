import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, expiredOutcome, signedInOutcome } from './visitor.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());
afterEach(() => product.panel.faults());

async function signedIn(username = 'ada@northwind.example') {
  const visitor = createVisitor(product.appUrl);
  await visitor.signIn(username);
  return visitor;
}
const revocations = () => product.panel.calls('POST /revoke');

describe('signing out', () => {
  it('#10 ends the session on the server, whoever has copied its cookie', async () => {
    const ada = await signedIn();
    const thief = ada.copied();
    expect(await thief.orders()).toEqual(signedInOutcome);
    expect((await ada.signOut()).status).toBe(200);
    expect(ada.jar.cookieHeader(ada.url('/'))).toBe('');
    expect(await thief.orders()).toEqual(expiredOutcome);
    expect(await thief.whoAmI()).toBeUndefined();
    expect((await thief.ask('/auth/sessions')).status).toBe(401);
  });

  it('#20 clears the browser’s cache and storage, and leaves cookies of other applications alone', async () => {
    const { headers } = await (await signedIn()).signOut();
    expect(headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('#42 revokes the refresh token with the last session, not before', async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    // The second sign-in gives the first one's grant back.
    await expect.poll(revocations).toBeGreaterThan(0);
    const before = await revocations();
    await one.signOut();
    expect(await revocations()).toBe(before);
    expect(await two.orders()).toEqual(signedInOutcome);
    await two.signOut();
    expect(await revocations()).toBe(before + 1);
  });

  it.each([
    ['answers 503', { status: 503 }],
    ['cuts the line', { drop: 'before' }],
    ['knows no such token', { status: 400, body: { error: 'invalid_token' } }],
  ])('#42 works while Salesforce %s', async (_, fault) => {
    const ada = await signedIn();
    const thief = ada.copied();
    await product.panel.faults({ path: '/services/oauth2/revoke', ...fault });
    expect((await ada.signOut()).status).toBe(200);
    expect(await thief.orders()).toEqual(expiredOutcome);
  });

  it('#42 waits a few seconds at most for a Salesforce that hangs', async () => {
    const ada = await signedIn();
    await product.panel.faults({ path: '/services/oauth2/revoke', delayMs: 20_000, times: 1 });
    const startedAt = performance.now();
    expect((await ada.signOut()).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });
});
