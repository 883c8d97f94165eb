import { describe, expect, it, vi } from 'vitest';
import type { IntegrationGrant } from '../../server/bff/salesforce/integration-grant.ts';
import { OAuthFailure } from '../../server/bff/salesforce/oauth-failure.ts';
import { createIntegrationGrants } from '../../server/bff/sources/integration-grants.ts';

const rest = { instanceUrl: 'https://x.example', user: undefined };

function setUp(answer?: () => Promise<IntegrationGrant>) {
  let now = 1_000_000;
  let minted = 0;
  const mint = vi.fn(answer ?? (async () => ({ accessToken: `token ${++minted}`, ...rest })));
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const grants = createIntegrationGrants({ mint, log, clock: () => now });
  const later = (ms: number) => {
    now += ms;
  };
  return { mint, log, grants, later };
}

describe('createIntegrationGrants', () => {
  it('mints one token for any number of requests, and keeps it', async () => {
    const { mint, grants } = setUp();
    const all = await Promise.all(Array.from({ length: 100 }, () => grants.current()));
    expect(new Set(all.map(({ accessToken }) => accessToken))).toEqual(new Set(['token 1']));
    await grants.current();
    expect(mint).toHaveBeenCalledTimes(1);
  });

  it('mints one more for any number of requests that were refused with it', async () => {
    const { mint, grants } = setUp();
    const refused = await grants.current();
    const renewed = await Promise.all(Array.from({ length: 50 }, () => grants.renew(refused)));
    expect(new Set(renewed.map(({ accessToken }) => accessToken))).toEqual(new Set(['token 2']));
    // One that comes late, with a token that has been replaced already.
    expect((await grants.renew(refused)).accessToken).toBe('token 2');
    expect(mint).toHaveBeenCalledTimes(2);
  });

  const rejected = () => new OAuthFailure('refused', 'invalid_grant', 'invalid assertion', null);
  const away = () => new OAuthFailure('not_sent', 'ECONNREFUSED', '', null);

  it('tries anew at the next request after an outage', async () => {
    let calls = 0;
    const { grants } = setUp(async () => {
      if (calls++ === 0) throw away();
      return { accessToken: 'at last', ...rest };
    });
    await expect(grants.current()).rejects.toMatchObject({ code: 'salesforce_unavailable' });
    expect((await grants.current()).accessToken).toBe('at last');
  });

  it('remembers a refusal for five seconds, then for twice as long each time, up to five minutes', async () => {
    const { mint, grants, later } = setUp(async () => {
      throw rejected();
    });
    const pauses = [5, 10, 20, 40, 80, 160, 300, 300];
    for (const [place, seconds] of pauses.entries()) {
      await expect(grants.current()).rejects.toMatchObject({ code: 'not_configured' });
      expect(mint).toHaveBeenCalledTimes(place + 1);
      later(seconds * 1_000 - 1);
      await expect(grants.current()).rejects.toMatchObject({ code: 'not_configured' });
      expect(mint).toHaveBeenCalledTimes(place + 1);
      later(1);
    }
  });

  it('forgets refusals once Salesforce has given a token', async () => {
    let isRefused = true;
    const { mint, grants, later } = setUp(async () => {
      if (isRefused) throw rejected();
      return { accessToken: 'at last', ...rest };
    });
    for (const seconds of [5, 10, 20]) {
      await expect(grants.current()).rejects.toMatchObject({ code: 'not_configured' });
      later(seconds * 1_000);
    }
    isRefused = false;
    const grant = await grants.current();
    isRefused = true;
    await expect(grants.renew(grant)).rejects.toMatchObject({ code: 'not_configured' });
    later(5_000);
    await expect(grants.current()).rejects.toMatchObject({ code: 'not_configured' });
    expect(mint).toHaveBeenCalledTimes(6);
  });

  it('does not sign in more often than Salesforce lets a user, whatever is refused', async () => {
    const { mint, grants, later } = setUp();
    for (let request = 0; request < 200; request += 1) {
      const grant = await grants.current().catch(() => undefined);
      if (grant !== undefined) await grants.renew(grant).catch(() => undefined);
    }
    expect(mint).toHaveBeenCalledTimes(60);
    await expect(grants.current()).rejects.toMatchObject({ code: 'salesforce_unavailable' });
    later(60_001);
    expect((await grants.current()).accessToken).toBe('token 61');
  });

  it('does not ask more often in an outage either', async () => {
    const { mint, grants } = setUp(async () => {
      throw away();
    });
    for (let request = 0; request < 100; request += 1) {
      await expect(grants.current()).rejects.toMatchObject({ code: 'salesforce_unavailable' });
    }
    expect(mint).toHaveBeenCalledTimes(60);
  });

  it('writes no token into the log', async () => {
    const { grants, log } = setUp();
    await grants.current();
    expect(log.info).toHaveBeenCalled();
    expect(JSON.stringify(log.info.mock.calls)).not.toContain('token 1');
  });
});
