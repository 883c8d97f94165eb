import { describe, expect, it } from 'vitest';
import { allowsPostLogoutUri } from './external-client-app.ts';
import { matchesRedirectUri } from './redirect-uri.ts';
import { createStorefrontApp } from './storefront-app.ts';

describe('matchesRedirectUri', () => {
  it('takes exact addresses exactly', () => {
    const uri = 'https://shop.example/auth/callback';
    expect(matchesRedirectUri(uri, uri)).toBe(true);
    for (const other of [`${uri}/`, `${uri}?x=1`, uri.toUpperCase(), `${uri}#`]) {
      expect(matchesRedirectUri(uri, other)).toBe(false);
    }
  });

  it('takes any port, or none, for a star', () => {
    const registered = 'http://localhost:*/auth/callback';
    for (const port of ['', ':80', ':65535']) {
      expect(matchesRedirectUri(registered, `http://localhost${port}/auth/callback`)).toBe(true);
    }
    for (const port of [':', ':x', ':1@evil.example', ':1/..', ':123456']) {
      expect(matchesRedirectUri(registered, `http://localhost${port}/auth/callback`)).toBe(false);
    }
  });
});

describe('allowsPostLogoutUri', () => {
  const redirectUris = ['https://shop.example/auth/callback', 'http://localhost:*/cb'];
  const app = createStorefrontApp({ redirectUris, now: new Date() });

  it.each([
    ['https://shop.example/', true],
    ['https://shop.example/bye?x=1', true],
    ['http://localhost:4000/', true],
    ['https://shop.example.evil.example/', false],
    ['https://shop.example:444/', false],
    ['http://shop.example/', false],
    ['https://localhost:4000/', false],
    ['not a URL', false],
  ])('%s: %s', (uri, allowed) => {
    expect(allowsPostLogoutUri(app, uri)).toBe(allowed);
  });
});
