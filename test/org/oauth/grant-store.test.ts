import { describe, expect, it } from 'vitest';
import { createGrantStore } from './grant-store.ts';
import { keepNewest } from './keep-newest.ts';

const of = { userId: 'u', clientId: 'c', scopes: ['api'], authTime: 0 };

function createStore() {
  const lifetimes = { codeSeconds: 900, accessTokenSeconds: 7200, refreshTokenSeconds: null };
  return createGrantStore({
    organizationId: () => '00D5g0000003G8HEAU',
    lifetimes: () => lifetimes,
    clock: () => 0,
  });
}

describe('keepNewest', () => {
  it('deletes the oldest entries beyond the limit, and nothing within it', () => {
    const map = new Map([...'abcd'].map((key) => [key, key]));
    keepNewest(map, 2);
    expect([...map.keys()]).toEqual(['c', 'd']);
    keepNewest(map, 2);
    expect(map.size).toBe(2);
  });
});

describe('what the org remembers of grants', () => {
  it('forgets the oldest codes, and lists them all the same', () => {
    const store = createStore();
    const request = { redirectUri: 'x', challenge: undefined, nonce: undefined };
    const codes = Array.from({ length: 1001 }, () => store.issueCode({ ...of, ...request }));
    expect(store.usableCode(codes[0] ?? '', 'c')).toBeUndefined();
    expect(store.usableCode(codes[1] ?? '', 'c')).toBeDefined();
    expect(store.issued().codes).toEqual(codes);
  });

  it('forgets the oldest access tokens', () => {
    const store = createStore();
    const grant = store.createGrant(of);
    const tokens = Array.from({ length: 10_001 }, () => store.issueAccessToken(grant));
    expect(store.accessToken(tokens[0]?.value ?? '')).toBeUndefined();
    expect(store.accessToken(tokens[1]?.value ?? '')).toBe(tokens[1]);
  });

  it('still refuses a spent refresh token of a revoked grant', () => {
    const store = createStore();
    const grant = store.createGrant({ ...of, scopes: ['refresh_token'] });
    const spent = grant.refreshToken?.value ?? '';
    const current = store.rotate(grant).value;
    expect(store.grantOfRefreshToken(spent)).toBeUndefined();
    expect(store.grantOfRefreshToken(current)).toBeUndefined();
    expect(store.peekRefreshToken(current)).toBeUndefined();
  });
});
