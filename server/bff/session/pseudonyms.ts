import { createHmac, createSecretKey } from 'node:crypto';
import { type Owner, ownerOf } from './owner.ts';
import { deriveKey } from './seal.ts';

/** People who are known, in some 3 MB. To make a pseudonym takes 10 microseconds, to find it a fifth of one. */
const mostKnown = 20_000;

/** 96 bits: no two people of a shop share one. */
const bytes = 12;

/**
 * Names people in the log and in traces so that what one of them did can be followed, and who they are cannot
 * be found out without the secret: their ids are few enough to be tried one by one.
 *
 * @param secrets the first one counts: with another, everybody has another pseudonym
 * @example createPseudonyms(secrets)({ organizationId: '00D…', id: '005…' }) // 'u3kXq1…', 16 characters
 */
export function createPseudonyms(secrets: readonly string[]): (owner: Owner) => string {
  const [secret] = secrets;
  if (secret === undefined) throw new TypeError('Pseudonyms need a secret');
  // As an object: Node.js would make one of the bytes each time.
  const key = createSecretKey(deriveKey(secret, 'pseudonym'));
  const known = new Map<string, string>();
  return function pseudonymOf(owner) {
    const name = ownerOf(owner);
    const present = known.get(name);
    if (present !== undefined) return present;
    const digest = createHmac('sha256', key).update(name).digest();
    const pseudonym = digest.subarray(0, bytes).toString('base64url');
    // All of them at once: to find out which was not used for longest would cost more than it saves.
    if (known.size >= mostKnown) known.clear();
    known.set(name, pseudonym);
    return pseudonym;
  };
}
