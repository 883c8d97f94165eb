import { randomBytes } from 'node:crypto';
import session from 'express-session';
import { createMemorySessionStore } from '../../server/bff/session/memory-session-store.ts';
import { newSessionId, sessionKey } from '../../server/bff/session/session-cookie.ts';
import type { SessionRecord } from '../../server/bff/session/session-store.ts';

/** How many people are to be signed in, and where. */
export interface Holding {
  readonly store: 'ours' | 'express-session';
  readonly sessions: number;
}

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** As a sign-in makes it: out of JSON and headers, so that nothing in it is shared with another's. */
function person(number: number): SessionRecord {
  const record: SessionRecord = {
    user: {
      id: `005${String(number).padStart(12, '0')}AAA`,
      organizationId: '00D5g0000003G8HEAU',
      username: `somebody.${number}@northwind.example`,
      name: `Somebody Number ${number}`,
      email: `somebody.${number}@northwind.example`,
    },
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    createdAt: Date.now(),
    lastSeenAt: Date.now(),
  };
  return JSON.parse(JSON.stringify(record));
}

async function holdOurs(sessions: number): Promise<unknown> {
  const store = createMemorySessionStore({
    maxSessions: sessions,
    lifetimeMs: 43_200_000,
  });
  for (let number = 0; number < sessions; number += 1) {
    await store.create(sessionKey(newSessionId()), person(number), 1_800_000);
  }
  return store;
}

async function holdTheirs(sessions: number): Promise<unknown> {
  const store = new session.MemoryStore();
  for (let number = 0; number < sessions; number += 1) {
    const { user } = person(number);
    const accessToken = `00D5g0000003G8H!${randomBytes(72).toString('base64url')}`;
    const cookie = { originalMaxAge: 43_200_000, httpOnly: true, sameSite: 'strict' as const };
    store.set(newSessionId(), { cookie, user, accessToken });
  }
  return store;
}

process.on('message', async (holding: Holding | string) => {
  if (typeof holding === 'string') return;
  const before = heap();
  const held = await (holding.store === 'ours' ? holdOurs : holdTheirs)(holding.sessions);
  const bytes = heap() - before;
  process.send?.(bytes / holding.sessions);
  // Needed until here, so that it was not collected before.
  return held;
});
process.channel?.ref();
