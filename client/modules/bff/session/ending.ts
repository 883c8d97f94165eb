import type { SessionAnswer } from '../../../../server/bff/index.ts';

type LivingSession = Extract<SessionAnswer, { answeredAt: string }>;

/** The end that a session is close to. */
export interface Ending {
  /** When, in milliseconds by the server's clock. */
  readonly at: number;
  /** Whether it is the idle time that ends: then using the session moves the end. */
  readonly isIdle: boolean;
}

/** How long before the end people are warned; less where that is more than a quarter of the idle time. */
const warningMs = 120_000;
const minuteMs = 60_000;

/** What ought to be over by then is over. */
const graceMs = 1000;

/**
 * Whether a session is close to its end, and in how many milliseconds to look again: when people are
 * to be warned, then every minute, then after the end. The server's times are compared with one another
 * alone, as the computer's clock may be wrong.
 *
 * @example endingOf(answer) // { ending: { at: 1767600000000, isIdle: true }, lookInMs: 60000 }
 */
export function endingOf({ answeredAt, idleExpiresAt, expiresAt, idleSeconds }: LivingSession) {
  // A server of the release before, during a deployment, does not say when it has answered.
  if (!answeredAt) return { ending: undefined, lookInMs: Number.POSITIVE_INFINITY };
  const at = Date.parse(idleExpiresAt);
  const left = at - Date.parse(answeredAt);
  const early = left - Math.min(warningMs, idleSeconds * 250);
  if (early > 0) return { ending: undefined, lookInMs: early };
  const ending: Ending = { at, isIdle: idleExpiresAt !== expiresAt };
  return { ending, lookInMs: (left % minuteMs) + graceMs };
}
