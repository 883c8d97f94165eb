import { KeyObject } from 'node:crypto';
import { oauthFailure } from './oauth-failure.ts';

/**
 * The key whose certificate the app has in Salesforce; several, in order, while that certificate is being
 * changed: an app has one, and it can take ten minutes until a new one is known everywhere.
 */
export type PrivateKeys = KeyObject | readonly KeyObject[];

/**
 * Salesforce does not know the key: of an assertion of JWT Bearer, or of a client that authenticates itself
 * by one (RFC 6749 section 5.2). Both come before anything else is looked at: what was to be spent is not.
 */
export const isNotTaken = (error: unknown): boolean => {
  const failure = oauthFailure(error);
  return (
    failure.outcome === 'refused' &&
    (failure.error === 'invalid_client' ||
      (failure.error === 'invalid_grant' &&
        /invalid (?:assertion|client)/i.test(failure.description)))
  );
};

/** After so long no other key is tried, in milliseconds: a refresh has to be over before others may try theirs. */
const patienceMs = 3_000;

/**
 * Does something with the key that Salesforce takes: with the one it took last, or else with the next.
 *
 * @throws {TypeError} where there is no key
 * @returns the calls of one app, which share what they learn
 * @example const withTakenKey = createTakenKey(keys); await withTakenKey((key) => ask(key));
 */
export function createTakenKey<Key>(
  keys: readonly Key[],
): <T>(use: (key: Key) => Promise<T>) => Promise<T> {
  if (keys.length === 0) throw new TypeError('There must be at least one key');
  let taken = 0;
  return async (use) => {
    const first = taken;
    const begunAt = performance.now();
    let refusal: unknown;
    for (let tried = 0; tried < keys.length; tried += 1) {
      const place = (first + tried) % keys.length;
      try {
        const done = await use(keys[place] as Key);
        taken = place;
        return done;
      } catch (error) {
        if (!isNotTaken(error) || performance.now() - begunAt > patienceMs) throw error;
        refusal ??= error;
      }
    }
    throw refusal;
  };
}

/** All of them, whether one is given or several. */
export const keysOf = (keys: PrivateKeys): readonly KeyObject[] =>
  keys instanceof KeyObject ? [keys] : keys;
