import { createPublicKey } from 'node:crypto';
import { compactVerify, decodeJwt, type JWTPayload } from 'jose';
import type { ExternalClientApp } from './external-client-app.ts';

/** Longest that an assertion may be presented (D: 3 to 5 minutes, depending on the page). */
const longest = 5 * 60;

/** Claims of a JWT that the app's key signed (RS256), undefined for any other text. */
export async function readAssertion(
  app: ExternalClientApp,
  assertion: string,
): Promise<JWTPayload | undefined> {
  try {
    const key = createPublicKey(app.certificate);
    await compactVerify(assertion, key, { algorithms: ['RS256'] });
    return decodeJwt(assertion);
  } catch {
    return undefined;
  }
}

/**
 * Whether `exp` is ahead, and not too far. Salesforce's own CLI library sends milliseconds, and
 * Salesforce takes them (M).
 */
export function isTimely(claims: JWTPayload, clock: () => number): boolean {
  const given = Number(claims.exp);
  const expiry = given > 1e11 ? given / 1000 : given;
  const now = clock() / 1000;
  return expiry > now && expiry <= now + longest + 60;
}

/** Whether an assertion is meant for one of these addresses (RFC 7523 section 3, item 3). */
export function isMeantFor(claims: JWTPayload, audiences: readonly string[]): boolean {
  return [claims.aud ?? []].flat().some((audience) => audiences.includes(audience));
}
