import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { createFormBrowser, expectDeparture, expectPage, signInByForm } from '../form-browser.ts';
import {
  authorizeUrl,
  changeApp,
  createApp,
  exchangeCode,
  isAlive,
  obtainCode,
  obtainTokens,
  postToken,
  refresh,
} from './oauth-test-client.ts';

const ada = 'ada@northwind.example';
let org: Org;
let app: Awaited<ReturnType<typeof createApp>>;
let now = Date.now();

beforeAll(async () => {
  org = await createOrg({ clock: () => now });
});
afterAll(() => org.close());
beforeEach(async () => {
  now = Date.now();
  org.reset();
  app = await createApp(org, { name: 'Warehouse', scopes: ['api', 'refresh_token'] });
});

describe('another app', () => {
  it('signs people in under its own name, with its own scopes and secret', async () => {
    const browser = createFormBrowser();
    const ours = { client_id: app.client_id, scope: undefined };
    const form = expectPage(await browser.open(authorizeUrl(org, ours)));
    expect(form.body).toContain('<strong>Warehouse</strong>');
    const question = await browser.submit(form, { username: ada, pw: 'demo-password' });
    expect(expectPage(question).body).toContain('<strong>Warehouse</strong> asks to');
    const tokens = await obtainTokens(org, ada, { ...ours, client_secret: app.client_secret });
    expect(tokens.scope).toBe('api refresh_token');
    const asked = { ...ours, scope: 'api openid' };
    const back = await browser.open(authorizeUrl(org, asked));
    expect(expectDeparture(back).searchParams.get('error')).toBe('invalid_scope');
  });

  it('takes `full` for every scope but refresh_token', async () => {
    const full = await createApp(org, { scopes: ['full', 'offline_access'] });
    const tokens = await obtainTokens(org, ada, { ...full, scope: 'full api' });
    expect(tokens.scope).toBe('full api');
    expect(tokens).not.toHaveProperty('refresh_token');
    const { client_id } = await createApp(org, { scopes: ['full'] });
    const request = authorizeUrl(org, { client_id, scope: 'api refresh_token' });
    const back = expectDeparture(await createFormBrowser().open(request));
    expect(back.searchParams.get('error')).toBe('invalid_scope');
    const query = `${org.url}/services/data/v66.0/query?q=SELECT+Id+FROM+Account`;
    const narrow = await obtainTokens(org, ada, { ...full, scope: 'full' });
    const headers = { authorization: `Bearer ${narrow.access_token}` };
    expect((await fetch(query, { headers })).status).toBe(200);
    const all = await obtainTokens(org, ada, { ...full, scope: undefined });
    expect(all).toHaveProperty('refresh_token');
  });

  it('is called back at its own addresses only', async () => {
    const browser = createFormBrowser();
    const redirectUris = ['https://warehouse.example/callback'];
    await changeApp(org, { clientId: app.client_id, redirectUris });
    const asked = { client_id: app.client_id, scope: undefined };
    const theirs = expectPage(await browser.open(authorizeUrl(org, asked)));
    expect(theirs.body).toContain('redirect_uri_mismatch');
    const redirect_uri = 'https://warehouse.example/callback';
    const own = expectPage(await browser.open(authorizeUrl(org, { ...asked, redirect_uri })));
    expect(own.body).toContain('name="pw"');
    const ours = expectPage(await browser.open(authorizeUrl(org, { redirect_uri })));
    expect(ours.body).toContain('redirect_uri_mismatch');
  });

  it('has to be approved by itself', async () => {
    const browser = createFormBrowser();
    await signInByForm(browser, authorizeUrl(org, { scope: 'api' }), { username: ada });
    const asked = { client_id: app.client_id, scope: 'api' };
    const question = expectPage(await browser.open(authorizeUrl(org, asked)));
    expect(question.body).toContain('Allow access?');
  });

  it('has policies of its own', async () => {
    const { client_id: clientId } = app;
    await changeApp(org, { clientId, rotateRefreshTokens: true, refreshTokenSeconds: 60 });
    await changeApp(org, { clientId, accessTokenSeconds: 30 });
    const tokens = await obtainTokens(org, ada, { ...app, scope: undefined });
    const { body } = await refresh(org, tokens.refresh_token ?? '', app);
    expect(body).toHaveProperty('refresh_token');
    now += 30_000;
    expect(await isAlive(org, body.access_token)).toBe(false);
    now += 30_000;
    expect((await refresh(org, body.refresh_token ?? '', app)).status).toBe(400);
    const ours = await obtainTokens(org, ada);
    const refreshed = await refresh(org, ours.refresh_token ?? '');
    expect(refreshed.body).not.toHaveProperty('refresh_token');
  });

  it('does without a secret where it is set so, and the storefront does not', async () => {
    const { client_id: clientId } = app;
    const without = { client_id: clientId, client_secret: undefined };
    const code = await obtainCode(org, ada, { client_id: clientId, scope: undefined });
    await changeApp(org, { clientId, requireSecretForWebServerFlow: false });
    expect((await exchangeCode(org, code, without)).status).toBe(200);
    const ours = await exchangeCode(org, await obtainCode(org, ada), { client_secret: undefined });
    expect(ours.body.error).toBe('invalid_client');
  });
});

describe('what belongs to one app is worth nothing to another', () => {
  it('a secret', async () => {
    const grant_type = 'client_credentials';
    const answer = await postToken(org, { grant_type, client_id: app.client_id });
    expect(answer.body.error).toBe('invalid_client');
  });

  it('a code, which its own app may still exchange', async () => {
    const code = await obtainCode(org, ada);
    const { status, body } = await exchangeCode(org, code, app);
    expect(status).toBe(400);
    expect(body.error_description).toBe('expired authorization code');
    const own = await exchangeCode(org, code);
    expect(own.status).toBe(200);
    await exchangeCode(org, code, app);
    expect(await isAlive(org, own.body.access_token)).toBe(true);
  });

  it('a refresh token, a spent one included: its family lives on', async () => {
    await changeApp(org, { rotateRefreshTokens: true });
    const { refresh_token: spent = '' } = await obtainTokens(org);
    const { body } = await refresh(org, spent);
    for (const token of [spent, body.refresh_token ?? '']) {
      const answer = await refresh(org, token, app);
      expect(answer.body.error_description).toBe('expired access/refresh token');
    }
    expect(await isAlive(org, body.access_token)).toBe(true);
    expect((await refresh(org, body.refresh_token ?? '')).status).toBe(200);
  });

  it('a place among the five grants', async () => {
    const { access_token } = await obtainTokens(org);
    const request = { ...app, scope: undefined };
    for (let i = 0; i < 5; i += 1) await obtainTokens(org, ada, request);
    expect(await isAlive(org, access_token)).toBe(true);
  });

  it.each(['access_token', 'refresh_token'])('introspection of an %s', async (kind) => {
    const tokens = await obtainTokens(org);
    const response = await fetch(`${org.url}/services/oauth2/introspect`, {
      method: 'POST',
      body: new URLSearchParams({ token: tokens[kind] ?? '', ...app }),
    });
    expect(await response.json()).toEqual({ active: false });
  });
});

describe('end session, with several apps', () => {
  const leadsTo = async (parameters: Record<string, string>) => {
    const path = '/services/auth/idp/oidc/logout';
    const url = `${org.url}${path}?${new URLSearchParams(parameters)}`;
    const answer = await createFormBrowser().open(url);
    return 'leftFor' in answer ? answer.leftFor.href : 'stays';
  };
  const uri = 'https://warehouse.example/';

  beforeEach(() => changeApp(org, { clientId: app.client_id, redirectUris: [`${uri}callback`] }));

  it('leads on to any app’s address where none is named, to its own where one is', async () => {
    const asked = { post_logout_redirect_uri: uri };
    expect(await leadsTo(asked)).toBe(uri);
    expect(await leadsTo({ ...asked, client_id: app.client_id })).toBe(uri);
    expect(await leadsTo({ ...asked, client_id: org.app.clientId })).toBe('stays');
  });

  it('goes by the ID token’s audience, which the client id must not contradict', async () => {
    const { id_token: id_token_hint = '' } = await obtainTokens(org);
    expect(await leadsTo({ post_logout_redirect_uri: uri, id_token_hint })).toBe('stays');
    const home = { post_logout_redirect_uri: 'http://localhost:4000/', id_token_hint };
    expect(await leadsTo(home)).toBe('http://localhost:4000/');
    expect(await leadsTo({ ...home, client_id: app.client_id })).toBe('stays');
  });
});
