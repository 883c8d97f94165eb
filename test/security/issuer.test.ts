import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningRedis, startRedis } from '../processes/start-redis.ts';
import { type LyingShop, refused, startLyingShop, truth } from './lying-shop.ts';

const evil = 'https://evil.example';

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

describe('a provider whose discovery document is of another issuer', () => {
  let shop: LyingShop;
  beforeAll(async () => {
    shop = await startLyingShop(redis);
  });
  afterAll(() => shop.stop());

  // A document that is refused is asked for again: this ends with one that is right.
  it.each<[string, (url: string) => string | undefined]>([
    ['another host', () => evil],
    ['a slash at its end', (url) => `${url}/`],
    ['a path', (url) => `${url}/other`],
    ['another name of the host', (url) => url.replace('127.0.0.1', 'localhost')],
    ['another scheme', (url) => url.replace('http:', 'https:')],
    ['a host that begins with ours', (url) => url.replace('127.0.0.1', '127.0.0.1.evil.example')],
    ['a user name in front', (url) => url.replace('//', '//x@')],
    ['nothing', () => undefined],
  ])('#32 signs nobody in: %s', async (_, lie) => {
    const metadata = { issuer: lie(shop.provider.url) };
    const asked = shop.provider.authorizations.length;
    const { result } = await shop.signIn({ metadata });
    expect(result.user).toBeUndefined();
    expect(['identity_not_verified', 'not_salesforce']).toContain(result.code);
    expect(shop.provider.authorizations).toHaveLength(asked);
  });

  it('#32 signs people in as soon as it is right', async () => {
    expect((await shop.signIn()).result).toEqual(truth);
  });
});

describe('a provider that promises to name itself when it sends the browser back', () => {
  let shop: LyingShop;
  beforeAll(async () => {
    shop = await startLyingShop(redis);
  });
  afterAll(() => shop.stop());
  const metadata = { authorization_response_iss_parameter_supported: true };

  it('#31 is believed when it does', async () => {
    const callback = { iss: shop.provider.url };
    expect((await shop.signIn({ metadata, callback })).result).toEqual(truth);
  });

  it.each<[string, (url: string) => Record<string, string>]>([
    ['does not', () => ({})],
    ['names nobody', () => ({ iss: '' })],
    ['names another', () => ({ iss: evil })],
    ['adds a slash', (url) => ({ iss: `${url}/` })],
    ['reports an error of another', () => ({ iss: evil, error: 'access_denied' })],
  ])('#31 is not when it %s', async (_, lie) => {
    const asked = shop.provider.tokenRequests.length;
    const callback = lie(shop.provider.url);
    expect((await shop.signIn({ metadata, callback })).result).toEqual(
      refused('identity_not_verified'),
    );
    // A code of another's is not shown to this one.
    expect(shop.provider.tokenRequests).toHaveLength(asked);
  });
});

describe('a provider that does not promise it, as Salesforce', () => {
  let shop: LyingShop;
  beforeAll(async () => {
    shop = await startLyingShop(redis);
  });
  afterAll(() => shop.stop());

  it('#31 need not name itself, but not as somebody else', async () => {
    expect((await shop.signIn()).result).toEqual(truth);
    expect((await shop.signIn({ callback: { iss: shop.provider.url } })).result).toEqual(truth);
    expect((await shop.signIn({ callback: { iss: evil } })).result).toEqual(
      refused('identity_not_verified'),
    );
  });
});
