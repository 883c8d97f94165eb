import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningRedis, startRedis } from '../processes/start-redis.ts';
import { keptInRedis } from './kept-in-redis.ts';
import { type Lies, now, type Person } from './lying-provider.ts';
import { type LyingShop, person, refused, startLyingShop, truth } from './lying-shop.ts';
import { expiredOutcome, signedInOutcome } from './visitor.ts';

const evil = 'https://evil.example';

let redis: RunningRedis;
let shop: LyingShop;
beforeAll(async () => {
  redis = await startRedis();
  shop = await startLyingShop(redis);
});
afterAll(async () => {
  await shop?.stop();
  await redis.stop();
});

describe('a provider as Salesforce is', () => {
  it('#26 is shown the app’s secret, which the browser never sees', async () => {
    const { provider } = shop;
    const { visitor, result } = await shop.signIn();
    expect(result).toEqual(truth);
    const [authorization, token] = [provider.authorizations.at(-1), provider.tokenRequests.at(-1)];
    expect(token?.get('grant_type')).toBe('authorization_code');
    expect(token?.get('client_secret')).toBe(provider.clientSecret);
    expect(visitor.jar.received('localhost') + authorization).not.toContain(provider.clientSecret);
  });

  it('#27 is shown a verifier that fits the challenge, and the browser never sees it', async () => {
    const { provider } = shop;
    const signIns = [await shop.signIn(), await shop.signIn()];
    const verifiers = provider.tokenRequests
      .slice(-2)
      .map((form) => form.get('code_verifier') ?? '');
    expect(new Set(verifiers).size).toBe(2);
    for (const [place, verifier] of verifiers.entries()) {
      expect(verifier).toMatch(/^[\w-]{43,128}$/);
      expect(provider.authorizations.slice(-2)[place]?.get('code_challenge')).toBe(
        createHash('sha256').update(verifier).digest('base64url'),
      );
      for (const { visitor } of signIns) {
        expect(visitor.jar.received('localhost')).not.toContain(verifier);
      }
    }
  });

  it.each([
    ['another', 'x'.repeat(43)],
    ['none', undefined],
    ['an empty one', ''],
    ['a list', ['x']],
  ])('#29 is refused with a nonce of %s', async (_, nonce) => {
    const claims = { nonce };
    expect((await shop.signIn({ claims })).result).toEqual(refused('identity_not_verified'));
  });

  it('#29 is refused with the nonce of an earlier sign-in', async () => {
    await shop.signIn();
    const nonce = shop.provider.authorizations.at(-1)?.get('nonce');
    expect((await shop.signIn({ claims: { nonce } })).result).toEqual(
      refused('identity_not_verified'),
    );
  });

  it.each<[string, Lies]>([
    ['of another issuer', { claims: { iss: evil } }],
    ['of no issuer', { claims: { iss: undefined } }],
    ['for another app', { claims: { aud: 'another app' } }],
    ['for nobody', { claims: { aud: undefined } }],
    ['for an empty list', { claims: { aud: [] } }],
    [
      'for several apps, ours not the authorized one',
      { claims: { aud: ['the app', 'x'], azp: 'x' } },
    ],
    ['for several apps, none of them authorized', { claims: { aud: ['the app', 'x'] } }],
    ['that says not when it ends', { claims: { exp: undefined } }],
    ['that says not when it began', { claims: { iat: undefined } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['signed by another key', { signature: 'another key' }],
    ['signed by a key that is not known', { signature: 'an unknown key id' }],
    ['that is none', { tokens: { id_token: undefined } }],
    ['about another than userinfo is', { userinfo: { sub: 'somebody else' } }],
  ])('#33 is refused with an ID token %s', async (_, lies) => {
    expect((await shop.signIn(lies)).result).toEqual(refused('identity_not_verified'));
  });

  it.each<[string, Lies]>([
    ['that cannot be read', { tokens: { id_token: 'a.b.c' } }],
    ['signed by nobody (alg none)', { signature: 'no key' }],
    ['signed by the app’s own secret (HS256)', { signature: 'the client secret' }],
  ])('#33 is refused with an ID token %s', async (_, lies) => {
    const { result } = await shop.signIn(lies);
    expect(result).toEqual(refused(result.code));
  });

  it.each<[string, () => Lies, object]>([
    ['expired two minutes ago', () => ({ claims: { exp: now() - 120 } }), refused('clock_off')],
    ['of two minutes from now', () => ({ claims: { nbf: now() + 120 } }), refused('clock_off')],
    ['expired half a minute ago', () => ({ claims: { exp: now() - 30 } }), truth],
    ['of half a minute from now', () => ({ claims: { nbf: now() + 30 } }), truth],
  ])('#33 is judged by the clock, give or take a minute: %s', async (_, lies, expected) => {
    expect((await shop.signIn(lies())).result).toEqual(expected);
  });

  it('#33 gives its tokens up when they are of nobody', async () => {
    await shop.signIn({ userinfo: { sub: 'somebody else' } });
    await expect.poll(() => shop.provider.revoked.length).toBeGreaterThan(0);
  });

  describe('of two organizations, in which a user has the same id', () => {
    const there: Person = { ...person, organizationId: '00D000000000002EAA' };

    it('#34 gives each their own grant and sessions', async () => {
      const [one, two] = [await shop.signIn(), await shop.signIn({}, there)];
      const account = async ({ visitor }: typeof one) =>
        JSON.parse((await visitor.ask('/api/myOrders')).body).items[0].account;
      expect([await account(one), await account(two)]).toEqual([
        person.organizationId,
        there.organizationId,
      ]);
      const { keys } = keptInRedis(redis);
      expect(await keys(`bff:grant:*/${person.id}`)).toHaveLength(2);
      expect(await two.visitor.sessions()).toHaveLength(1);
      const [session] = await two.visitor.sessions();
      const foreign = await one.visitor.signOut({ sessionId: session?.id });
      expect(JSON.parse(foreign.body).code).toBe('not_found');
      const copied = one.visitor.copied();
      await one.visitor.signOut({ everywhere: true });
      expect(await copied.orders()).toEqual(expiredOutcome);
      expect(await two.visitor.orders()).toEqual(signedInOutcome);
    });

    it('#34 is whom the signed ID token names, whatever userinfo adds', async () => {
      const { organizationId: organization_id } = there;
      const lies = { userinfo: { organization_id, user_id: '005000000000002AAA' } };
      const { visitor, result } = await shop.signIn(lies);
      expect(result).toEqual(truth);
      expect(await visitor.session()).toMatchObject({ user: person });
    });
  });
});
