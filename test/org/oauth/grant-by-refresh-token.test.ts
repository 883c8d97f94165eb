import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { createFormBrowser } from '../form-browser.ts';
import {
  deactivate,
  isAlive,
  obtainCode,
  obtainTokens,
  postPanel,
  refresh,
} from './oauth-test-client.ts';

const ada = 'ada@northwind.example';
let org: Org;
let now = Date.now();

beforeAll(async () => {
  org = await createOrg({ clock: () => now });
});
afterAll(() => org.close());
beforeEach(() => {
  now = Date.now();
  org.reset();
});

const deadRefresh = { error: 'invalid_grant', error_description: 'expired access/refresh token' };

describe('token, refresh_token', () => {
  it('answers a new access token, and no refresh token without rotation', async () => {
    const first = await obtainTokens(org);
    const { status, body } = await refresh(org, first.refresh_token ?? '');
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    expect(body.access_token).not.toBe(first.access_token);
    expect(await isAlive(org, body.access_token)).toBe(true);
    expect(await isAlive(org, first.access_token)).toBe(true);
  });

  it('rotates, and the reuse of a spent token revokes the family', async () => {
    await postPanel(org, 'settings', { rotateRefreshTokens: true });
    const first = await obtainTokens(org);
    const { body: second } = await refresh(org, first.refresh_token ?? '');
    expect(second.refresh_token).toMatch(/^5Aep861/);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const { body: third } = await refresh(org, second.refresh_token ?? '');
    expect(await isAlive(org, third.access_token)).toBe(true);
    const reuse = await refresh(org, first.refresh_token ?? '');
    expect(reuse).toEqual({ status: 400, body: deadRefresh });
    for (const token of [first, second, third]) {
      expect(await isAlive(org, token.access_token)).toBe(false);
    }
    expect((await refresh(org, third.refresh_token ?? '')).body).toEqual(deadRefresh);
  });

  it('leaves the user’s other grants alone when a family is revoked', async () => {
    await postPanel(org, 'settings', { rotateRefreshTokens: true });
    const other = await obtainTokens(org);
    const first = await obtainTokens(org);
    await refresh(org, first.refresh_token ?? '');
    await refresh(org, first.refresh_token ?? '');
    expect(await isAlive(org, other.access_token)).toBe(true);
  });

  it.each([
    ['unknown', '5Aep861unknown'],
    ['not a token', '{}'],
  ])('refuses a token that is %s', async (_what, token) => {
    expect(await refresh(org, token)).toEqual({ status: 400, body: deadRefresh });
  });

  it('refuses a request without a token', async () => {
    const answer = await refresh(org, '');
    expect(answer.body.error).toBe('invalid_request');
  });

  it('refuses a user who was deactivated, and her access token', async () => {
    const tokens = await obtainTokens(org);
    deactivate(org, ada);
    expect((await refresh(org, tokens.refresh_token ?? '')).body.error).toBe('inactive_user');
    expect(await isAlive(org, tokens.access_token)).toBe(false);
  });

  it('refuses a second refresh while the first is under way', async () => {
    const { refresh_token = '' } = await obtainTokens(org);
    await postPanel(org, 'faults', [{ path: '/token', delayMs: 700, times: 1 }]);
    const [first, second] = await Promise.all([
      refresh(org, refresh_token),
      refresh(org, refresh_token),
    ]);
    const refused = first.status === 400 ? first : second;
    expect([first.status, second.status].sort()).toEqual([200, 400]);
    expect(refused.body).toEqual({
      error: 'invalid_grant',
      error_description: 'token request is already being processed',
    });
    expect((await refresh(org, refresh_token)).status).toBe(200);
  });

  it('still works on it after the caller stopped waiting', async () => {
    const { refresh_token = '' } = await obtainTokens(org);
    await postPanel(org, 'faults', [{ path: '/token', delayMs: 1500, times: 1 }]);
    const impatient = fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token }),
      signal: AbortSignal.timeout(300),
    });
    await expect(impatient).rejects.toThrow();
    expect((await refresh(org, refresh_token)).status).toBe(400);
    await expect
      .poll(async () => (await refresh(org, refresh_token)).status, { timeout: 4000 })
      .toBe(200);
  });

  it('keeps to the lifetimes that are set', async () => {
    await postPanel(org, 'settings', { accessTokenSeconds: 60, refreshTokenSeconds: 600 });
    const tokens = await obtainTokens(org);
    now += 59_000;
    expect(await isAlive(org, tokens.access_token)).toBe(true);
    now += 1000;
    expect(await isAlive(org, tokens.access_token)).toBe(false);
    expect((await refresh(org, tokens.refresh_token ?? '')).status).toBe(200);
    now += 540_000;
    expect((await refresh(org, tokens.refresh_token ?? '')).body).toEqual(deadRefresh);
  });

  it('ends the browser’s session with the org after a while', async () => {
    const browser = createFormBrowser();
    await obtainCode(org, ada, {}, browser);
    expect(await obtainCode(org, 'nobody', {}, browser)).toMatch(/^aPrx/);
    now += 7_200_000;
    await expect(obtainCode(org, 'nobody', {}, browser)).rejects.toThrow('still at');
  });
});
