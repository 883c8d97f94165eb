import { randomBytes } from 'node:crypto';

/** Salesforce's tokens know no `-`: letters, digits, `.` and `_` (P). */
function characters(bytes: number): string {
  return randomBytes(bytes).toString('base64url').replaceAll('-', '.');
}

/** `00D…!AQ…`: the org's id of 15 characters, then the secret (P). */
export function newAccessToken(organizationId: string): string {
  return `${organizationId.slice(0, 15)}!AQ${characters(69)}`;
}

/** `5Aep861…` (P). */
export function newRefreshToken(): string {
  return `5Aep861${characters(60)}`;
}

/** `aPrx…==` (P): so a client that forgets to encode it is found out. */
export function newCode(): string {
  return `aPrx${randomBytes(52).toString('base64url').replaceAll('-', '.')}==`;
}

/** Which kind of token a value looks like, whether or not it was ever issued. */
export function kindOfToken(value: string): 'access' | 'refresh' | undefined {
  if (/^00D[A-Za-z0-9]{12}!/.test(value)) return 'access';
  if (value.startsWith('5Aep861')) return 'refresh';
  return undefined;
}
