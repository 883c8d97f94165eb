import { ago, inFull } from 'store/times';
import type { OwnSession } from '../../../../server/bff/index.ts';
import { deviceOf } from './deviceOf.ts';

/**
 * A person's sessions as they read them: this one first, then those that were used last.
 *
 * @param now in milliseconds, by the server's clock
 */
export function sessionRows(sessions: readonly OwnSession[], now: number) {
  return [...sessions]
    .sort(
      (one, other) =>
        Number(other.current) - Number(one.current) ||
        Date.parse(other.lastSeenAt) - Date.parse(one.lastSeenAt),
    )
    .map(({ id, current, createdAt, lastSeenAt, userAgent }) => {
      const device = deviceOf(userAgent);
      const lastUse = ago(lastSeenAt, now);
      return {
        id,
        current,
        device,
        label: current ? 'Sign out of this browser' : `Sign out of ${device}, last used ${lastUse}`,
        lastSeenAt,
        lastUse,
        lastUseInFull: inFull(lastSeenAt),
        createdAt,
        begun: ago(createdAt, now),
        begunInFull: inFull(createdAt),
      };
    });
}
