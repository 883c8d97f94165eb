import { createHmac, createSecretKey } from 'node:crypto';
import { createBoundedCache } from '../sources/bounded-cache.ts';
import { type Owner, ownerOf } from './owner.ts';
import { deriveKey } from './seal.ts';

/** People who come again within minutes; one more costs a few microseconds. About 5 MB. */
const most = { entries: 20_000, bytes: 20_000 };

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
  const known = createBoundedCache<string>(most);
  return function pseudonymOf(owner) {
    const name = ownerOf(owner);
    const present = known.get(name);
    if (present !== undefined) return present;
    const digest = createHmac('sha256', key).update(name).digest();
    const pseudonym = digest.subarray(0, bytes).toString('base64url');
    known.set(name, pseudonym, 1);
    return pseudonym;
  };
}
