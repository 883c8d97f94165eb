import { createPublicKey } from 'node:crypto';
import { compactVerify, decodeJwt, type JWTPayload } from 'jose';

/** Longest that an assertion may be presented (D: 3 to 5 minutes, depending on the page). */
const longest = 5 * 60;
const leeway = 60;

/** What a JWT claims, whoever signed it: enough to look up whose certificate to verify it with. */
export function unverifiedClaims(assertion: string): JWTPayload | undefined {
  try {
    return decodeJwt(assertion);
  } catch {
    return undefined;
  }
}

/** Whether the key of a certificate signed a JWT (RS256); none of an app without certificate. */
export async function isSignedWith(
  certificate: string | null,
  assertion: string,
): Promise<boolean> {
  if (certificate === null) return false;
  try {
    const key = createPublicKey(certificate);
    await compactVerify(assertion, key, { algorithms: ['RS256'] });
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether `exp` is ahead, and not too far. Salesforce's own CLI sends milliseconds, and 300 of
 * them ahead where it means seconds: no network is that quick, and Salesforce takes it (M).
 */
export function isTimely(claims: JWTPayload, clock: () => number): boolean {
  const given = Number(claims.exp);
  const inMilliseconds = given > 1e11;
  const expiry = inMilliseconds ? given / 1000 + leeway : given;
  const now = clock() / 1000;
  return expiry > now && expiry <= now + longest + leeway;
}

/**
 * Whether an assertion is meant for one of these addresses (RFC 7523 section 3, item 3). With a
 * slash at the end as well: so Salesforce's CLI writes its first choice (M), and others do (P).
 */
export function isMeantFor(claims: JWTPayload, audiences: readonly string[]): boolean {
  const meant = [claims.aud ?? []].flat().map((audience) => audience.replace(/\/$/, ''));
  return meant.some((audience) => audiences.includes(audience));
}
