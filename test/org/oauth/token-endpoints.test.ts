import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { createFormBrowser, expectDeparture, expectPage, signInByForm } from '../form-browser.ts';
import { byJwt, clientAssertion, integration } from './jwt-test-client.ts';
import {
  authorizeUrl,
  basic,
  type Changes,
  deactivate,
  isAlive,
  obtainTokens,
  parametersWith,
  postPanel,
  postToken,
  refresh,
} from './oauth-test-client.ts';

const ada = 'ada@northwind.example';
let org: Org;
let tokens: Record<string, string>;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(async () => {
  org.reset();
  tokens = await obtainTokens(org, ada);
});

async function post(path: string, body: Changes) {
  const response = await fetch(org.url + path, { method: 'POST', body: parametersWith({}, body) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? '' : JSON.parse(text) };
}

async function getWith(authorization: string | undefined, url: string) {
  const headers = authorization === undefined ? {} : { authorization };
  const response = await fetch(url, { headers });
  return { status: response.status, text: await response.text() };
}

describe('revoke', () => {
  const path = '/services/oauth2/revoke';

  it('ends an access token alone', async () => {
    expect(await post(path, { token: tokens.access_token ?? '' })).toEqual({
      status: 200,
      body: '',
    });
    expect(await isAlive(org, tokens.access_token)).toBe(false);
    expect((await refresh(org, tokens.refresh_token ?? '')).status).toBe(200);
  });

  it('ends a refresh token with all its access tokens, by GET as well', async () => {
    const { body } = await refresh(org, tokens.refresh_token ?? '');
    const query = new URLSearchParams({ token: tokens.refresh_token ?? '' });
    expect((await fetch(`${org.url}${path}?${query}`)).status).toBe(200);
    expect(await isAlive(org, tokens.access_token)).toBe(false);
    expect(await isAlive(org, body.access_token)).toBe(false);
    expect((await refresh(org, tokens.refresh_token ?? '')).status).toBe(400);
  });

  it.each([
    ['unknown access token', '00D000000000001!AQunknown', 'invalid_token'],
    ['unknown refresh token', '5Aep861unknown', 'invalid_token'],
    ['something else', 'something-else', 'unsupported_token_type'],
    ['nothing', '', 'invalid_request'],
  ])('refuses %s', async (_what, token, error) => {
    expect(await post(path, { token })).toMatchObject({ status: 400, body: { error } });
  });

  it('refuses a token that was revoked already', async () => {
    await post(path, { token: tokens.refresh_token ?? '' });
    const again = await post(path, { token: tokens.refresh_token ?? '' });
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
  });
});

describe('introspect', () => {
  const path = '/services/oauth2/introspect';
  const introspect = (token: string | undefined) => {
    const { clientId: client_id, clientSecret: client_secret } = org.app;
    return post(path, { token: token ?? '', client_id, client_secret });
  };

  it('describes an access token', async () => {
    const { body } = await introspect(tokens.access_token);
    const issued = Math.floor(Number(tokens.issued_at) / 1000);
    expect(body).toEqual({
      active: true,
      scope: 'refresh_token openid api',
      client_id: org.app.clientId,
      username: ada,
      sub: tokens.id,
      token_type: 'access_token',
      exp: issued + 7200,
      iat: issued,
      nbf: issued,
    });
  });

  it('describes a refresh token, which has no end', async () => {
    const { body } = await introspect(tokens.refresh_token);
    expect(body).toMatchObject({ active: true, token_type: 'refresh_token', username: ada });
    expect(body).not.toHaveProperty('exp');
  });

  it('says no more than "inactive" of what is unknown or revoked', async () => {
    expect((await introspect('5Aep861unknown')).body).toEqual({ active: false });
    await post('/services/oauth2/revoke', { token: tokens.refresh_token ?? '' });
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      expect((await introspect(token)).body).toEqual({ active: false });
    }
  });

  it('says no more of what has expired, or whose user was deactivated', async () => {
    await postPanel(org, 'expire', { kind: 'access' });
    expect((await introspect(tokens.access_token)).body).toEqual({ active: false });
    const { body } = await refresh(org, tokens.refresh_token ?? '');
    expect((await introspect(body.access_token)).body).toMatchObject({ active: true });
    deactivate(org, ada);
    for (const token of [body.access_token, tokens.refresh_token]) {
      expect((await introspect(token)).body).toEqual({ active: false });
    }
  });

  it('describes the tokens of apps that act by themselves', async () => {
    const cc = await postToken(org, { grant_type: 'client_credentials' });
    for (const { body } of [cc, await byJwt(org)]) {
      const answer = await introspect(body.access_token);
      expect(answer.body).toMatchObject({ active: true, username: integration, sub: body.id });
    }
  });

  it('takes every client authentication', async () => {
    const { clientId, clientSecret } = org.app;
    const token = tokens.access_token ?? '';
    const headers = basic(clientId, clientSecret);
    const request = { method: 'POST', body: new URLSearchParams({ token }), headers };
    const answer = await fetch(org.url + path, request);
    expect(await answer.json()).toMatchObject({ active: true });
    const assertion = await clientAssertion(org);
    expect((await post(path, { token, ...assertion })).body).toMatchObject({ active: true });
  });

  it('wants to know who asks', async () => {
    const token = tokens.access_token ?? '';
    const client_id = org.app.clientId;
    const wrong = await post(path, { token, client_id, client_secret: 'wrong' });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    expect(await post(path, { token })).toMatchObject({ body: { error: 'invalid_client_id' } });
    expect(await introspect('')).toMatchObject({ body: { error: 'invalid_request' } });
    expect((await fetch(org.url + path)).status).toBe(400);
  });
});

describe('userinfo and the identity URL', () => {
  it('say who it is', async () => {
    const { status, text } = await getWith(
      `Bearer ${tokens.access_token}`,
      `${org.url}/services/oauth2/userinfo`,
    );
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      sub: tokens.id,
      user_id: org.data().userByUsername(ada)?.id,
      organization_id: org.data().organizationId,
      preferred_username: ada,
      name: expect.stringContaining('Ada'),
      email: ada,
      active: true,
      urls: { rest: `${org.url}/services/data/v{version}/` },
      utcOffset: 0,
      updated_at: expect.any(String),
    });
    const identity = await getWith(`Bearer ${tokens.access_token}`, tokens.id ?? '');
    expect(JSON.parse(identity.text)).toMatchObject({ id: tokens.id, username: ada });
    const short = (tokens.id ?? '').replace(/\w{3}\/(\w{15})\w{3}$/, '/$1');
    expect((await getWith(`OAuth ${tokens.access_token}`, short)).status).toBe(200);
  });

  it.each([
    ['no token', undefined, 'Missing_OAuth_Token'],
    ['a bad token', 'Bearer 00D000000000001!AQunknown', 'Bad_OAuth_Token'],
    ['a refresh token', 'refresh', 'Bad_OAuth_Token'],
  ])('answer %s with 403 in plain text', async (_what, authorization, text) => {
    const header = authorization === 'refresh' ? `Bearer ${tokens.refresh_token}` : authorization;
    for (const url of [`${org.url}/services/oauth2/userinfo`, tokens.id ?? '']) {
      expect(await getWith(header, url)).toEqual({ status: 403, text });
    }
  });

  it('refuse other orgs and other users', async () => {
    const authorization = `Bearer ${tokens.access_token}`;
    const { organizationId } = org.data();
    const grace = org.data().userByUsername('grace@contoso.example')?.id;
    const other = `${org.url}/id/${organizationId}/${grace}`;
    expect(await getWith(authorization, other)).toEqual({ status: 404, text: 'Bad_Id' });
    const elsewhere = (tokens.id ?? '').replace(organizationId, '00D000000000009EAA');
    expect(await getWith(authorization, elsewhere)).toEqual({ status: 403, text: 'Wrong_Org' });
  });
});

describe('a token without the scope `api`', () => {
  it('is not valid for REST, which refreshing never helps', async () => {
    const { access_token } = await obtainTokens(org, ada, { scope: 'openid' });
    const url = `${org.url}/services/data/v66.0/query?q=SELECT+Id+FROM+Account`;
    const { status, text } = await getWith(`Bearer ${access_token}`, url);
    expect(status).toBe(401);
    expect(text).toContain('This session is not valid for use with the REST API');
  });
});

describe('end session', () => {
  const path = '/services/auth/idp/oidc/logout';
  const home = 'http://localhost:4000/';

  async function signedIn() {
    const browser = createFormBrowser();
    await signInByForm(browser, authorizeUrl(org), { username: ada });
    return browser;
  }
  const logout = (parameters: Record<string, string>) =>
    `${org.url}${path}?${new URLSearchParams(parameters)}`;

  it('ends the browser’s session and leads back to the application', async () => {
    const browser = await signedIn();
    const hint = { id_token_hint: tokens.id_token ?? '' };
    const asked = { ...hint, post_logout_redirect_uri: home, state: 's' };
    const url = expectDeparture(await browser.open(logout(asked)));
    expect(url.href).toBe(`${home}?state=s`);
    expect(browser.jar.cookie(new URL(org.url), 'sid_org')).toBeUndefined();
    const form = expectPage(await browser.open(authorizeUrl(org)));
    expect(form.body).toContain('name="pw"');
  });

  it('kills the session itself, not only its cookie', async () => {
    const browser = await signedIn();
    const stolen = createFormBrowser(browser.jar.copy());
    await browser.open(logout({}));
    const form = expectPage(await stolen.open(authorizeUrl(org)));
    expect(form.body).toContain('name="pw"');
  });

  it('leaves the application’s tokens alone', async () => {
    const browser = await signedIn();
    expectPage(await browser.open(logout({})));
    expect(await isAlive(org, tokens.access_token)).toBe(true);
  });

  it.each([
    ['another address', { post_logout_redirect_uri: 'https://evil.example/' }],
    ['no address', {}],
    ['no URL', { post_logout_redirect_uri: '/x' }],
    ['a script', { post_logout_redirect_uri: 'javascript:alert(1)' }],
    ['a foreign hint', { post_logout_redirect_uri: home, id_token_hint: 'a.b.c' }],
    ['a foreign app', { post_logout_redirect_uri: home, client_id: 'x' }],
  ])('given %s, signs out and stays', async (_what, parameters) => {
    const browser = await signedIn();
    const page = expectPage(await browser.open(logout(parameters)));
    expect(page.status).toBe(200);
    expect(page.body).toContain('You are signed out');
    expect(browser.jar.cookie(new URL(org.url), 'sid_org')).toBeUndefined();
  });

  it('takes POST by leading to GET, whereupon the Lax cookie comes along', async () => {
    const response = await fetch(org.url + path, {
      method: 'POST',
      body: new URLSearchParams({ post_logout_redirect_uri: home }),
      redirect: 'manual',
    });
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get('location') ?? '', org.url);
    expect(location.searchParams.get('post_logout_redirect_uri')).toBe(home);
  });
});
