import type { SessionAnswer } from '../../server/bff/index.ts';

export const ada = {
  id: '005A',
  organizationId: '00D',
  username: 'ada@northwind.example',
  name: 'Ada Lovelace',
  email: 'ada@northwind.example',
};

export const grace = { ...ada, id: '005G', name: 'Grace Hopper', email: 'grace@contoso.example' };

/** By a server whose clock is a year away from this computer's. */
const serverTime = () => Date.now() - 365 * 24 * 3_600_000;
const iso = (time: number) => new Date(time).toISOString();

/**
 * What `GET /auth/session` answers for somebody.
 *
 * @param left seconds until the session's ends; the idle time is half an hour
 */
export function living(
  user = ada,
  left: { idle?: number; absolute?: number; idleSeconds?: number } = {},
) {
  const { idleSeconds = 1800, absolute = 43_200, idle = idleSeconds } = left;
  const now = serverTime();
  const answer: SessionAnswer = {
    user,
    answeredAt: iso(now),
    idleExpiresAt: iso(now + Math.min(idle, absolute) * 1000),
    expiresAt: iso(now + absolute * 1000),
    idleSeconds,
  };
  return { body: answer };
}

/** What it answers where nobody is signed in. */
export const nobody = { body: { user: null } };
