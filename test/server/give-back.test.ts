import { describe, expect, it, vi } from 'vitest';
import { createBackgroundWork } from '../../server/bff/background-work.ts';
import { createMemorySessionStore } from '../../server/bff/session/memory-session-store.ts';
import { createMemoryVault } from '../../server/bff/session/memory-vault.ts';
import { ownerOf } from '../../server/bff/session/owner.ts';
import { createSessionCookie } from '../../server/bff/session/session-cookie.ts';
import { createSessions } from '../../server/bff/session/sessions.ts';
import { createSignOut } from '../../server/bff/session/sign-out.ts';
import type { Grant } from '../../server/bff/session/vault.ts';

const user = { id: '005', organizationId: '00D', username: 'ada', name: 'Ada', email: 'a@b' };
const owner = ownerOf(user);
const grant: Grant = {
  accessToken: 'access 1',
  refreshToken: 'refresh 1',
  instanceUrl: 'https://x.my.salesforce.com',
  rotates: true,
  ofOneSignIn: true,
};
const lifetimeMs = 3_600_000;

/** One person with one session, which is about to be signed out. */
async function setUp() {
  const vault = createMemoryVault({ lifetimeMs });
  const store = createMemorySessionStore({ maxSessions: 10, lifetimeMs });
  const cookie = createSessionCookie({ secrets: ['x'.repeat(32)], secure: false });
  const limits = { idleMs: lifetimeMs, lifetimeMs, perUser: 5 };
  const sessions = createSessions(store, cookie, limits, Date.now);
  const begin = (key: string) =>
    sessions.begin(key, { user, createdAt: Date.now(), lastSeenAt: Date.now(), userAgent: '' });
  await begin('session');
  await vault.replace(owner, grant);
  const revoke = vi.fn(async (_token: string) => undefined);
  const signOut = createSignOut({
    ...{ sessions, vault, approvals: undefined },
    // Of all that the client can do, this alone is called.
    oauth: { revoke } as unknown as Parameters<typeof createSignOut>[0]['oauth'],
    background: createBackgroundWork(),
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  /** Lets something happen between the look at the grant and its removal. */
  const inBetween = (event: () => Promise<unknown>) => {
    const remove = vault.remove.bind(vault);
    vault.remove = async (...which) => {
      vault.remove = remove;
      await event();
      return remove(...which);
    };
  };
  return { vault, sessions, begin, signOut, revoke, inBetween };
}

describe('the last sign-out', () => {
  it('gives back also a grant that is refreshed at that moment', async () => {
    const { vault, signOut, revoke, inBetween } = await setUp();
    inBetween(async () => {
      const { generation = '' } = (await vault.read(owner)) ?? {};
      await vault.update(owner, { ...grant, refreshToken: 'refresh 2' }, generation);
    });
    await signOut.session('session');
    expect(await vault.read(owner)).toBeUndefined();
    expect(revoke.mock.calls).toEqual([['refresh 2']]);
  });

  it('leaves the grant of a sign-in of that moment', async () => {
    const { vault, begin, signOut, revoke, inBetween } = await setUp();
    inBetween(async () => {
      await begin('another session');
      await vault.replace(owner, { ...grant, refreshToken: 'of the sign-in' });
    });
    await signOut.session('session');
    expect((await vault.read(owner))?.refreshToken).toBe('of the sign-in');
    expect(revoke).not.toHaveBeenCalled();
  });
});
