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

/** The organization that an identity URL names, if it is one. */
export const organizationIn = (identity: unknown): string | undefined =>
  identityUrl.exec(text(identity) ?? '')?.groups?.organizationId;

/**
 * Who has signed in. Salesforce says it twice, in userinfo's own claims and in the identity URL; any
 * other OpenID provider has issuer and subject, which together are as unique.
 */
export function userFromClaims(claims: Claims, loginUrl: URL): User {
  const named = identityUrl.exec(claims.sub)?.groups;
  const id = text(claims.user_id) ?? named?.id ?? claims.sub;
  const username = text(claims.preferred_username) ?? text(claims.email) ?? id;
  return {
    id,
    organizationId: text(claims.organization_id) ?? named?.organizationId ?? loginUrl.host,
    username,
    name: text(claims.name) ?? username,
    email: text(claims.email) ?? '',
  };
}

const text = (claim: unknown): string | undefined =>
  typeof claim === 'string' && claim !== '' ? claim : undefined;
