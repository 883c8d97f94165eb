import type { Request, RequestHandler } from 'express';
import type { OrgUser } from '../data/org-data.ts';
import { parseBearer, verifyAccessToken } from './bearer-token.ts';
import type { OAuthContext } from './oauth-context.ts';
import { identityUrl, orgUrl } from './org-url.ts';

/** Where the org's APIs are; `{version}` is left for the client to fill in (D). */
function apiUrls(req: Request, organizationId: string, userId: string): Record<string, string> {
  const url = orgUrl(req);
  const rest = `${url}/services/data/v{version}/`;
  return {
    enterprise: `${url}/services/Soap/c/{version}/${organizationId.slice(0, 15)}`,
    metadata: `${url}/services/Soap/m/{version}/${organizationId.slice(0, 15)}`,
    partner: `${url}/services/Soap/u/{version}/${organizationId.slice(0, 15)}`,
    rest,
    sobjects: `${rest}sobjects/`,
    search: `${rest}search/`,
    query: `${rest}query/`,
    recent: `${rest}recent/`,
    tooling_soap: `${url}/services/Soap/T/{version}/${organizationId.slice(0, 15)}`,
    tooling_rest: `${rest}tooling/`,
    profile: `${url}/${userId}`,
    feeds: `${rest}chatter/feeds`,
    groups: `${rest}chatter/groups`,
    users: `${rest}chatter/users`,
    feed_items: `${rest}chatter/feed-items`,
    feed_elements: `${rest}chatter/feed-elements`,
    custom_domain: url,
  };
}

function common(req: Request, organizationId: string, user: OrgUser) {
  return {
    user_id: user.id,
    organization_id: organizationId,
    email: user.email,
    email_verified: true,
    urls: apiUrls(req, organizationId, user.id),
    active: user.active,
    user_type: user.profile === 'Customer' ? 'CSP_LITE_PORTAL' : 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    is_app_installed: true,
  };
}

/** `/services/oauth2/userinfo`; a bad token is answered with 403 and plain text (P). */
export function createUserinfoEndpoint(context: OAuthContext): RequestHandler {
  return function userinfoEndpoint(req, res) {
    const value = parseBearer(req.headers.authorization);
    const verified = verifyAccessToken(context, value);
    if (!verified) {
      const refusal = value === undefined ? 'Missing_OAuth_Token' : 'Bad_OAuth_Token';
      res.status(403).type('text/plain').send(refusal);
      return;
    }
    const { user, token } = verified;
    const { organizationId } = context.data();
    res.json({
      sub: identityUrl(req, organizationId, user.id),
      preferred_username: user.username,
      nickname: user.username.split('@', 1)[0],
      name: user.name,
      given_name: user.firstName,
      family_name: user.lastName,
      zoneinfo: 'GMT',
      profile: `${orgUrl(req)}/${user.id}`,
      ...common(req, organizationId, user),
      updated_at: new Date(token.grant.authTime * 1000).toISOString(),
    });
  };
}

/** `/id/<org>/<user>`: the identity URL, with the refusals of its page (D). */
export function createIdentityEndpoint(context: OAuthContext): RequestHandler {
  return function identityEndpoint(req, res) {
    const { organizationId } = context.data();
    const refuse = (status: number, text: string) =>
      void res.status(status).type('text/plain').send(text);
    const value = parseBearer(req.headers.authorization);
    if (value === undefined) return refuse(403, 'Missing_OAuth_Token');
    const verified = verifyAccessToken(context, value);
    if (!verified) return refuse(403, 'Bad_OAuth_Token');
    const { user } = verified;
    if (!sameId(req.params.organization, organizationId)) return refuse(403, 'Wrong_Org');
    // Nobody's identity but one's own (U: an administrator may see more in Salesforce).
    if (!sameId(req.params.user, user.id)) return refuse(404, 'Bad_Id');
    const id = identityUrl(req, organizationId, user.id);
    res.json({
      id,
      asserted_user: true,
      username: user.username,
      nick_name: user.username.split('@', 1)[0],
      display_name: user.name,
      first_name: user.firstName,
      last_name: user.lastName,
      timezone: 'GMT',
      photos: {
        picture: `${orgUrl(req)}/profilephoto/005/F`,
        thumbnail: `${orgUrl(req)}/profilephoto/005/T`,
      },
      status: { created_date: null, body: null },
      ...common(req, organizationId, user),
    });
  };
}

/** Ids are answered with 18 characters and taken with 15 as well. */
function sameId(given: unknown, id: string): boolean {
  return given === id || given === id.slice(0, 15);
}
