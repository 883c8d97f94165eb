import { describe, expect, it, vi } from 'vitest';
import { createBackgroundWork } from '../../server/bff/background-work.ts';
import { createMeasure } from '../../server/bff/measure.ts';
import { Problem } from '../../server/bff/problem.ts';
import type { OAuthClient } from '../../server/bff/salesforce/oauth-client.ts';
import { OAuthFailure } from '../../server/bff/salesforce/oauth-failure.ts';
import { createGrants } from '../../server/bff/session/grants.ts';
import { createMemoryVault } from '../../server/bff/session/memory-vault.ts';
import { attemptMs, type Grant, type StoredGrant } from '../../server/bff/session/vault.ts';
import { inMemoryTelemetry } from '../in-memory-telemetry.ts';

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

async function setUp(
  refresh: OAuthClient['refresh'],
  first: Grant = grant,
  isAlive: OAuthClient['isAlive'] = async () => undefined,
) {
  let now = 0;
  const vault = createMemoryVault({ lifetimeMs: 1_000_000 }, () => now);
  await vault.replace(owner, first);
  const refreshed = vi.fn(refresh);
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const revoke = vi.fn(async (_token: string) => undefined);
  const oauth = { ready: async () => undefined, refresh: refreshed, isAlive, revoke };
  const waits: number[] = [];
  const passing: (() => Promise<unknown>)[] = [];
  const { meter, measured } = inMemoryTelemetry();
  const grants = createGrants({
    ...{ vault, oauth, log, background: createBackgroundWork(), measure: createMeasure(meter) },
    wait: async (ms) => {
      waits.push(ms);
      now += ms;
      await passing.shift()?.();
    },
    clock: () => now,
  });
  const refused = await grants.current(owner);
  const kept = async () => (await vault.read(owner))?.accessToken;
  const pass = (ms: number) => {
    now += ms;
  };
  return {
    ...{ vault, grants, refreshed, revoke, refused, kept, log, waits, passing, measured, pass },
  };
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

  it.each([
    ['a sign-out', true, undefined],
    ['a sign-in', true, { ...grant, accessToken: 'of the sign-in' }],
    ['a sign-out, where all of a person is one grant', false, undefined],
  ])('gives back a replaced token that came too late for %s', async (_, ofOneSignIn, present) => {
    const replaced = { ...renewed, refreshToken: 'refresh 2', rotates: true, ofOneSignIn };
    const { vault, grants, refused, revoke } = await setUp(async () => {
      if (present === undefined) await vault.remove(owner, refused.generation);
      else await vault.replace(owner, present);
      return replaced;
    });
    await grants.renew(owner, refused).catch(() => undefined);
    expect(revoke.mock.calls).toEqual([['refresh 2']]);
  });

  it.each([
    ['that was not replaced: it has been given back already', renewed, undefined],
    [
      'of a person whose sign-ins are one grant',
      { ...renewed, refreshToken: 'refresh 2', ofOneSignIn: false },
      grant,
    ],
  ])('gives no token back %s', async (_, late, present) => {
    const { vault, grants, refused, revoke } = await setUp(async () => {
      if (present === undefined) await vault.remove(owner, refused.generation);
      else await vault.replace(owner, present);
      return late;
    });
    await grants.renew(owner, refused).catch(() => undefined);
    expect(revoke).not.toHaveBeenCalled();
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
    ['a 5xx', failure('refused', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'HTTP 503')],
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

  it.each([
    ['the provider says that it is spent', { rotates: false }, false],
    ['it has been replaced before and nobody can say', { rotates: true }, undefined],
  ])(
    'sends no refresh token again whose outcome is unknown when %s',
    async (_, { rotates }, alive) => {
      const { grants, refreshed, refused } = await setUp(
        async () => {
          throw failure('unknown');
        },
        { ...grant, rotates },
        async () => alive,
      );
      await expect(grants.renew(owner, refused)).rejects.toMatchObject({
        code: 'salesforce_unavailable',
      });
      await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
      await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
      expect(refreshed).toHaveBeenCalledTimes(1);
    },
  );

  it('sends it again when the provider says that it still works', async () => {
    let calls = 0;
    const { grants, refused } = await setUp(
      async () => {
        if (calls++ === 0) throw failure('unknown');
        return renewed;
      },
      { ...grant, rotates: true },
      async () => true,
    );
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({
      code: 'salesforce_unavailable',
    });
    expect((await grants.renew(owner, refused)).accessToken).toBe('access 2');
  });

  it('leaves a refresh to the process that has announced it, and uses what comes of it', async () => {
    const { vault, grants, refreshed, refused, passing } = await setUp(async () => renewed);
    await vault.beginAttempt(owner, refused.generation, 'of another process');
    passing.push(
      async () => undefined,
      () => vault.update(owner, { ...renewed, accessToken: 'of the other' }, refused.generation),
    );
    expect((await grants.renew(owner, refused)).accessToken).toBe('of the other');
    expect(refreshed).not.toHaveBeenCalled();
  });

  it('finds out what became of an attempt whose process was killed, when it must be over', async () => {
    const { vault, grants, refreshed, refused, waits } = await setUp(
      async () => renewed,
      grant,
      async () => true,
    );
    await vault.beginAttempt(owner, refused.generation, 'of a killed process');
    expect((await grants.renew(owner, refused)).accessToken).toBe('access 2');
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(attemptMs);
    expect(refreshed).toHaveBeenCalledTimes(1);
  });

  it('keeps what it has renewed although the store is away for a moment', async () => {
    const { vault, grants, refused, kept } = await setUp(async () => renewed);
    const update = vault.update.bind(vault);
    let tries = 0;
    vault.update = async (...change) => {
      if (tries++ < 2) throw new Problem('store_unavailable', 'away');
      return update(...change);
    };
    expect((await grants.renew(owner, refused)).accessToken).toBe('access 2');
    expect(await kept()).toBe('access 2');
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
    passing.push(() => vault.replace(owner, { ...renewed, accessToken: 'of the other' }));
    expect((await grants.renew(owner, refused)).accessToken).toBe('of the other');
    expect(refreshed).toHaveBeenCalledTimes(1);
    expect(waits).toHaveLength(1);
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
    expect(refreshed.mock.calls.length).toBeLessThan(10);
    expect(await kept()).toBe('access 1');
  });

  it('is not sent again when it turns out to be spent', async () => {
    const { grants, refreshed, refused } = await setUp(
      async () => {
        throw busy();
      },
      grant,
      async () => false,
    );
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
    expect(refreshed).toHaveBeenCalledTimes(1);
  });

  it('is nobody’s any more after a sign-out', async () => {
    const { vault, grants, refused, passing } = await setUp(async () => {
      throw busy();
    });
    passing.push(() => vault.remove(owner, refused.generation));
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({ code: 'session_expired' });
  });
});

describe('a token endpoint', () => {
  it('that does not answer is asked no more after five refreshes, but for one in a while', async () => {
    let isBack = false;
    const { grants, refreshed, refused, pass, log } = await setUp(async () => {
      if (!isBack) throw failure('not_sent', 'ECONNREFUSED');
      return renewed;
    });
    const away = { code: 'salesforce_unavailable' };
    for (let refresh = 0; refresh < 5; refresh += 1) {
      await expect(grants.renew(owner, refused)).rejects.toMatchObject({ ...away, headers: {} });
    }
    isBack = true;
    const headers = { 'Retry-After': '1' };
    await expect(grants.renew(owner, refused)).rejects.toMatchObject({ ...away, headers });
    expect(refreshed).toHaveBeenCalledTimes(5);
    pass(1_000);
    expect((await grants.renew(owner, refused)).accessToken).toBe('access 2');
    expect(log.warn.mock.calls.at(-1)).toEqual([
      { event: 'refresh_circuit', state: 'closed', seconds: 1 },
    ]);
  });

  it('that refuses is asked by everybody', async () => {
    const { grants, refreshed, refused } = await setUp(async () => {
      throw failure('refused', 'invalid_client');
    });
    for (let refresh = 0; refresh < 7; refresh += 1) {
      await expect(grants.renew(owner, refused)).rejects.toMatchObject({ headers: {} });
    }
    expect(refreshed).toHaveBeenCalledTimes(7);
  });
});

describe('while a token endpoint does not answer', () => {
  const other = '00D/other';
  const away = { code: 'salesforce_unavailable' };
  const lines = { open: { state: 'open' }, closed: { state: 'closed' } };

  /** A minute after five refreshes in a row that nobody has answered. */
  async function outage(refresh: OAuthClient['refresh'], isAlive?: OAuthClient['isAlive']) {
    let isBack = false;
    const world = await setUp(
      async (asked) => {
        if (isBack) return refresh(asked);
        throw failure('not_sent', 'ECONNREFUSED');
      },
      grant,
      isAlive,
    );
    const { vault, grants, refused, log } = world;
    for (let call = 0; call < 5; call += 1) {
      await expect(grants.renew(owner, refused)).rejects.toMatchObject(away);
    }
    expect(log.error.mock.calls).toMatchObject([[lines.open]]);
    world.pass(60_000);
    isBack = true;
    await vault.replace(other, { ...grant, refreshToken: 'refresh of the other' });
    return { ...world, ofOther: await grants.current(other) };
  }

  /** When the other has announced an attempt, the owner is the one who finds out whether there are answers. */
  function overtaken({ vault, grants, refused, refreshed }: Awaited<ReturnType<typeof outage>>) {
    const begin = vault.beginAttempt.bind(vault);
    let probe: Promise<StoredGrant> | undefined;
    vault.beginAttempt = async (whose, ...attempt) => {
      const state = await begin(whose, ...attempt);
      if (whose === other) {
        probe ??= grants.renew(owner, refused);
        await vi.waitFor(() => expect(refreshed).toHaveBeenCalledTimes(6));
      }
      return state;
    };
    return { begin, probe: () => probe };
  }

  it('whoever would wait for another process is told at once, and holds up nobody else', async () => {
    const { vault, grants, refused, ofOther, waits } = await outage(async () => renewed);
    await vault.beginAttempt(other, ofOther.generation, 'of another process');
    const [told, found] = await Promise.allSettled([
      grants.renew(other, ofOther),
      grants.renew(other, ofOther).catch(() => grants.renew(owner, refused)),
    ]);
    expect(told).toMatchObject({ reason: { ...away, headers: { 'Retry-After': '1' } } });
    expect(found).toMatchObject({ value: { accessToken: 'access 2' } });
    expect(waits).toEqual([]);
  });

  it('a grant that has ended is an answer', async () => {
    const { grants, ofOther, log } = await outage(async () => {
      throw failure('refused', 'invalid_grant', 'expired access/refresh token');
    });
    await expect(grants.renew(other, ofOther)).rejects.toMatchObject({ code: 'session_expired' });
    expect(log.warn.mock.calls).toContainEqual([expect.objectContaining(lines.closed)]);
  });

  it('a grant that somebody else has renewed is none', async () => {
    const { vault, grants, ofOther, log } = await outage(async () => renewed);
    await vault.replace(other, renewed);
    expect((await grants.renew(other, ofOther)).accessToken).toBe('access 2');
    expect(log.warn.mock.calls).not.toContainEqual([expect.objectContaining(lines.closed)]);
  });

  it('another endpoint that answers tells nothing of it', async () => {
    const { vault, grants, ofOther, log, pass } = await outage(
      async () => {
        throw failure('unknown', 'OAUTH_TIMEOUT');
      },
      async () => true,
    );
    await vault.beginAttempt(other, ofOther.generation, 'of a killed process');
    pass(attemptMs);
    await expect(grants.renew(other, ofOther)).rejects.toMatchObject(away);
    expect(log.warn.mock.calls).not.toContainEqual([expect.objectContaining(lines.closed)]);
  });

  it('what was announced for a call that is then not made is over', async () => {
    const answer = Promise.withResolvers<Grant>();
    const world = await outage(() => answer.promise);
    const { grants, ofOther } = world;
    const { begin, probe } = overtaken(world);
    await expect(grants.renew(other, ofOther)).rejects.toMatchObject(away);
    expect(await begin(other, ofOther.generation, 'the next one')).toBe('begun');
    answer.resolve(renewed);
    expect(await probe()).toMatchObject({ accessToken: 'access 2' });
  });

  it('what may have been sent before stays announced when nobody could be asked about it', async () => {
    const answer = Promise.withResolvers<Grant>();
    const world = await outage(
      () => answer.promise,
      async () => true,
    );
    const { vault, grants, ofOther, pass } = world;
    await vault.beginAttempt(other, ofOther.generation, 'of a killed process');
    pass(attemptMs);
    const { begin, probe } = overtaken(world);
    await expect(grants.renew(other, ofOther)).rejects.toMatchObject(away);
    expect(await begin(other, ofOther.generation, 'the next one')).toBe('busy');
    pass(attemptMs);
    expect(await begin(other, ofOther.generation, 'the next one')).toBe('unresolved');
    answer.resolve(renewed);
    await probe();
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

describe('what is measured of it', () => {
  const refreshes = (value: number, outcome: string) => ({
    name: 'lwc_bff.refreshes',
    attributes: { 'lwc_bff.outcome': outcome },
    value,
  });
  const waited = (value: number, whom: string) => ({
    name: 'lwc_bff.refresh.wait.duration',
    attributes: { 'lwc_bff.waited_for': whom },
    value,
  });

  it('counts one refresh, and who has waited for it here', async () => {
    const { grants, refused, measured } = await setUp(async () => renewed);
    await Promise.all(Array.from({ length: 5 }, () => grants.renew(owner, refused)));
    expect(await measured()).toMatchObject([waited(4, 'this_process'), refreshes(1, 'renewed')]);
  });

  it.each([
    ['refused', failure('refused', 'invalid_client')],
    ['not_sent', failure('not_sent')],
    ['unknown', failure('unknown')],
    ['ended', failure('refused', 'invalid_grant', 'expired access/refresh token')],
  ])('counts one that is %s', async (outcome, thrown) => {
    const { grants, refused, measured } = await setUp(async () => {
      throw thrown;
    });
    await expect(grants.renew(owner, refused)).rejects.toThrow(Problem);
    expect(await measured()).toMatchObject([refreshes(1, outcome)]);
  });

  it('times the wait for another process', async () => {
    const { vault, grants, refused, passing, measured } = await setUp(async () => renewed);
    await vault.beginAttempt(owner, refused.generation, 'of another process');
    const done = () => vault.update(owner, renewed, refused.generation);
    passing.push(async () => undefined, done);
    await grants.renew(owner, refused);
    expect(await measured()).toMatchObject([{ ...waited(1, 'another_process'), sum: 0.3 }]);
  });

  it('times the wait for Salesforce, in all', async () => {
    const answers = [busy(), busy()];
    const { grants, refused, waits, measured } = await setUp(
      async () => {
        const answer = answers.shift();
        if (answer !== undefined) throw answer;
        return renewed;
      },
      grant,
      async () => true,
    );
    await grants.renew(owner, refused);
    const sum = waits.reduce((all, ms) => all + ms, 0) / 1_000;
    expect(sum).toBeGreaterThan(0);
    expect(await measured()).toMatchObject([
      { ...waited(1, 'salesforce'), sum },
      refreshes(1, 'renewed'),
    ]);
  });
});
