import { describe, expect, it, vi } from 'vitest';
import type { OAuthClient } from '../../server/bff/salesforce/oauth-client.ts';
import { OAuthFailure } from '../../server/bff/salesforce/oauth-failure.ts';
import { createGrants } from '../../server/bff/session/grants.ts';
import { createMemoryVault } from '../../server/bff/session/memory-vault.ts';
import type { Grant, StoredGrant } from '../../server/bff/session/vault.ts';

const owner = '00D/005';
const grant: Grant = {
  accessToken: 'access 1',
  refreshToken: 'refresh 1',
  instanceUrl: 'https://x.my.salesforce.com',
  rotates: false,
  ofOneSignIn: true,
};
const renewed: Grant = { ...grant, accessToken: 'access 2' };
const failure = (outcome: OAuthFailure['outcome'], error = 'error', description = '') =>
  new OAuthFailure(outcome, error, description, undefined);
const busy = () => failure('refused', 'invalid_grant', 'token request is already being processed');

async function setUp(refresh: OAuthClient['refresh'], first: Grant = grant) {
  const vault = createMemoryVault({ lifetimeMs: 1_000_000 });
  await vault.replace(owner, first);
  const refreshed = vi.fn(refresh);
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const oauth = { refresh: refreshed } as unknown as OAuthClient;
  const waits: number[] = [];
  const passing: (() => Promise<unknown>)[] = [];
  const grants = createGrants({
    ...{ vault, oauth, log },
    wait: async (ms) => {
      waits.push(ms);
      await passing.shift()?.();
    },
  });
  const refused = await grants.current(owner);
  const kept = async () => (await vault.read(owner))?.accessToken;
  return { vault, grants, refreshed, refused, kept, log, waits, passing };
}

describe('createGrants', () => {
  it('sends one refresh for any number of requests', async () => {
    const { grants, refreshed, refused } = await setUp(async () => renewed);
    const all = await Promise.all(Array.from({ length: 50 }, () => grants.renew(owner, refused)));
    expect(refreshed).toHaveBeenCalledTimes(1);
    expect(new Set(all.map(({ accessToken }) => accessToken))).toEqual(new Set(['access 2']));
  });

  it('refreshes again when the renewed token is refused in its turn', async () => {
    const { grants, refreshed, refused } = await setUp(async () => renewed);
    await grants.renew(owner, await grants.renew(owner, refused));
    expect(refreshed).toHaveBeenCalledTimes(2);
  });

  it('does not refresh for a request that comes late with a token already replaced', async () => {
    const { grants, refreshed, refused } = await setUp(async () => renewed);
    await grants.renew(owner, refused);
    expect((await grants.renew(owner, refused)).accessToken).toBe('access 2');
    expect(refreshed).toHaveBeenCalledTimes(1);
  });

  it('keeps the new refresh token before anybody sees the new access token', async () => {
    const { vault, grants, refused } = await setUp(async () => ({
      ...renewed,
      refreshToken: 'refresh 2',
      rotates: true,
    }));
    const { accessToken } = await grants.renew(owner, refused);
    expect(await vault.read(owner)).toMatchObject({ accessToken, refreshToken: 'refresh 2' });
  });

  it('uses the grant of a sign-in that came while it was refreshing', async () => {
    const { vault, grants, refused } = await setUp(async () => {
      await vault.replace(owner, { ...grant, accessToken: 'of the sign-in' });
      return renewed;
    });
    expect((await grants.renew(owner, refused)).accessToken).toBe('of the sign-in');
    expect((await grants.current(owner)).accessToken).toBe('of the sign-in');
  });

  it('uses that grant also where the sign-in has revoked the one that is being refreshed', async () => {
    const { vault, grants, refused } = await setUp(async () => {
      await vault.replace(owner, { ...grant, accessToken: 'of the sign-in' });
      throw failure('refused', 'invalid_grant');
    });
    expect((await grants.renew(owner, refused)).accessToken).toBe('of the sign-in');
    expect((await grants.current(owner)).accessToken).toBe('of the sign-in');
  });

  it('does not keep a refreshed grant for somebody who has signed out meanwhile', async () => {
    const { vault, grants, refused } = await setUp(async () => {
      await vault.remove(owner, refused.generation);
      return renewed;
    });
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
    expect(await vault.read(owner)).toBeUndefined();
  });

  it('ends the grant when Salesforce says that the refresh token is dead', async () => {
    const { grants, refused, kept } = await setUp(async () => {
      throw failure('refused', 'invalid_grant');
    });
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
    expect(await kept()).toBeUndefined();
  });

  it('ends it when there is no refresh token to use', async () => {
    const { grants, refreshed, refused, kept } = await setUp(async () => renewed, {
      ...grant,
      refreshToken: undefined,
    });
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
    expect(refreshed).not.toHaveBeenCalled();
    expect(await kept()).toBeUndefined();
  });

  it.each([
    ['a refusal of the client', failure('refused', 'invalid_client')],
    ['a 5xx', failure('refused', 'OAUTH_RESPONSE_IS_NOT_CONFORM')],
    ['a connection that was never made', failure('not_sent')],
    ['an unknown outcome without rotation', failure('unknown')],
  ])('keeps the grant through %s, and tries again at the next request', async (_, error) => {
    let calls = 0;
    const { grants, refused, kept } = await setUp(async () => {
      if (calls++ === 0) throw error;
      return renewed;
    });
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({
      code: 'salesforce_unavailable',
    });
    expect(await kept()).toBe('access 1');
    expect((await grants.renew(owner, refused)).accessToken).toBe('access 2');
  });

  it('never sends a rotating refresh token twice when the outcome is unknown', async () => {
    const { grants, refreshed, refused } = await setUp(
      async () => {
        throw failure('unknown');
      },
      { ...grant, rotates: true },
    );
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
    expect(refreshed).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a user who is not active', failure('refused', 'inactive_user', 'user is inactive')],
    ['an address that is not allowed', failure('refused', 'invalid_grant', 'ip restricted')],
  ])('keeps the grant of %s, and says so', async (_, error) => {
    const { grants, refused, kept, log } = await setUp(async () => {
      throw error;
    });
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('administrator'),
    });
    expect(await kept()).toBe('access 1');
    expect(log.warn.mock.calls[0]?.[0]).toMatchObject({ remedy: expect.stringMatching(/\w/) });
  });

  it('has nothing for somebody who never signed in', async () => {
    const { grants } = await setUp(async () => renewed);
    await expect(grants.current('00D/nobody')).rejects.toMatchObject({ code: 'session_expired' });
  });

  it('writes no token into the log', async () => {
    const { grants, refused, log } = await setUp(async () => renewed);
    await grants.renew(owner, refused);
    expect(log.info).toHaveBeenCalled();
    expect(JSON.stringify(log.info.mock.calls)).not.toMatch(/access \d|refresh \d/);
  });
});

describe('a refresh token that Salesforce is at work on for somebody else', () => {
  it('is waited for, and the outcome of the other is used', async () => {
    const { vault, grants, refreshed, refused, passing, waits } = await setUp(async () => {
      throw busy();
    });
    passing.push(
      async () => undefined,
      () => vault.replace(owner, { ...renewed, accessToken: 'of the other' }),
    );
    expect((await grants.renew(owner, refused)).accessToken).toBe('of the other');
    expect(refreshed).toHaveBeenCalledTimes(1);
    expect(waits).toHaveLength(2);
  });

  it('is sent again when the other has left nothing', async () => {
    let calls = 0;
    const { grants, refreshed, refused } = await setUp(async () => {
      if (calls++ === 0) throw busy();
      return renewed;
    });
    expect((await grants.renew(owner, refused)).accessToken).toBe('access 2');
    expect(refreshed).toHaveBeenCalledTimes(2);
  });

  it('ends no session when it stays so', async () => {
    const { grants, refreshed, refused, kept } = await setUp(async () => {
      throw busy();
    });
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({
      code: 'salesforce_unavailable',
    });
    expect(refreshed).toHaveBeenCalledTimes(2);
    expect(await kept()).toBe('access 1');
  });

  it('is waited for longer than a call may take where refresh tokens rotate', async () => {
    const { grants, refused, waits } = await setUp(
      async () => {
        throw busy();
      },
      { ...grant, rotates: true },
    );
    await grants.renew(owner, refused).catch(() => undefined);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(6_000);
  });

  it('is nobody’s any more after a sign-out', async () => {
    const { vault, grants, refused, passing } = await setUp(async () => {
      throw busy();
    });
    passing.push(() => vault.remove(owner, refused.generation));
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
  });
});

describe('createMemoryVault', () => {
  it('replaces, and says what was there', async () => {
    const vault = createMemoryVault({ lifetimeMs: 1_000 });
    expect(await vault.replace(owner, grant)).toBeUndefined();
    expect(await vault.replace(owner, renewed)).toMatchObject(grant);
  });

  it('refuses writes and removals that have not seen the newest', async () => {
    const vault = createMemoryVault({ lifetimeMs: 1_000 });
    await vault.replace(owner, grant);
    const old = (await vault.read(owner)) as StoredGrant;
    await vault.replace(owner, renewed);
    expect(await vault.update(owner, grant, old.generation)).toBeUndefined();
    expect(await vault.remove(owner, old.generation)).toBe(false);
    expect((await vault.read(owner))?.accessToken).toBe('access 2');
  });

  it('keeps nothing longer than a session may last', async () => {
    let now = 0;
    const vault = createMemoryVault({ lifetimeMs: 1_000 }, () => now);
    await vault.replace(owner, grant);
    now = 1_001;
    await vault.replace('00D/other', grant);
    expect(await vault.read(owner)).toBeUndefined();
  });
});
