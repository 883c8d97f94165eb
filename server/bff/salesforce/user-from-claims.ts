import type { User } from '../user.ts';

/** Claims of a verified ID token and of userinfo, together. */
export interface Claims {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** Salesforce's `sub` is the identity URL, which names organization and user. */
const identityUrl = /^https?:\/\/[^/]+\/id\/(?<organizationId>\w{15,18})\/(?<id>\w{15,18})$/;

/** Whether a subject is of Salesforce's form. */
export const isSalesforceSubject = (sub: string): boolean => identityUrl.test(sub);

/** Whom an identity URL names, if it is one. */
export function userIn(identity: unknown): Pick<User, 'organizationId' | 'id'> | undefined {
  const { organizationId, id } = identityUrl.exec(text(identity) ?? '')?.groups ?? {};
  return organizationId === undefined || id === undefined ? undefined : { organizationId, id };
}

/**
 * Who has signed in. It is the signed ID token's subject that says so: Salesforce's is the identity URL,
 * which names organization and user; any other OpenID provider's is as unique beside the issuer. The other
 * claims, of which userinfo's are not signed, only describe the person.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability
 */
export function userFromClaims(claims: Claims, loginUrl: URL): User {
  const { organizationId, id } = userIn(claims.sub) ?? {
    organizationId: loginUrl.host,
    id: claims.sub,
  };
  const username = text(claims.preferred_username) ?? text(claims.email) ?? id;
  return {
    id,
    organizationId,
    username,
    name: text(claims.name) ?? username,
    email: text(claims.email) ?? '',
  };
}

const text = (claim: unknown): string | undefined =>
  typeof claim === 'string' && claim !== '' ? claim : undefined;
