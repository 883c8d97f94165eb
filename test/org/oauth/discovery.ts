import type { Request } from 'express';
import { orgUrl } from './org-url.ts';
import { scopeMeanings } from './scopes.ts';

/** `/.well-known/openid-configuration`, the fields as Salesforce's (P). */
export function discoveryDocument(req: Request): Record<string, unknown> {
  const url = orgUrl(req);
  return {
    issuer: url,
    authorization_endpoint: `${url}/services/oauth2/authorize`,
    token_endpoint: `${url}/services/oauth2/token`,
    revocation_endpoint: `${url}/services/oauth2/revoke`,
    userinfo_endpoint: `${url}/services/oauth2/userinfo`,
    introspection_endpoint: `${url}/services/oauth2/introspect`,
    jwks_uri: `${url}/id/keys`,
    end_session_endpoint: `${url}/services/auth/idp/oidc/logout`,
    scopes_supported: Object.keys(scopeMeanings),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    display_values_supported: ['page', 'popup', 'touch'],
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'client_secret_basic',
      'private_key_jwt',
    ],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      ...['active', 'email', 'email_verified', 'family_name', 'given_name', 'is_app_installed'],
      ...['language', 'locale', 'name', 'nickname', 'organization_id', 'preferred_username'],
      ...['profile', 'sub', 'updated_at', 'urls', 'user_id', 'user_type', 'utcOffset', 'zoneinfo'],
    ],
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: false,
  };
}
