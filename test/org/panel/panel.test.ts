import { createPrivateKey, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import {
  isAlive,
  obtainCode,
  obtainTokens,
  postPanel,
  refresh,
} from '../oauth/oauth-test-client.ts';

let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(() => org.reset());

const get = async (part: string) => (await fetch(`${org.url}/__org__/${part}`)).json();
const userinfo = () => fetch(`${org.url}/services/oauth2/userinfo`);

describe('panel: app', () => {
  it('hands out what configures a server, and reset keeps it', async () => {
    const app = await get('app');
    expect(Object.keys(app)).toEqual(['clientId', 'clientSecret', 'privateKey', 'certificate']);
    const certificate = new X509Certificate(app.certificate);
    expect(certificate.checkPrivateKey(createPrivateKey(app.privateKey))).toBe(true);
    await postPanel(org, 'reset', {});
    expect(await get('app')).toEqual(app);
  });

  it('has a secret of its own in every org', async () => {
    const other = await createOrg();
    expect(other.app.clientSecret).not.toBe(org.app.clientSecret);
    await other.close();
  });
});

describe('panel: calls', () => {
  it('counts by endpoint and grant type, not the org’s own pages', async () => {
    const tokens = await obtainTokens(org);
    await refresh(org, tokens.refresh_token ?? '');
    await isAlive(org, tokens.access_token);
    await fetch(`${org.url}/services/data/v66.0/query?q=SELECT+Id+FROM+Account`);
    await fetch(`${org.url}/services/oauth2/revoke`, { method: 'POST' });
    expect(await get('calls')).toEqual({
      'GET /authorize': 1,
      'token:authorization_code': 1,
      'token:refresh_token': 1,
      'GET /userinfo': 1,
      'GET /query': 1,
      'POST /revoke': 1,
    });
    await postPanel(org, 'reset', {});
    expect(await get('calls')).toEqual({});
  });
});

describe('panel: tokens', () => {
  it('lists every secret ever issued, dead ones too', async () => {
    await postPanel(org, 'settings', { rotateRefreshTokens: true });
    const code = await obtainCode(org, 'ada@northwind.example');
    const tokens = await obtainTokens(org);
    const { body } = await refresh(org, tokens.refresh_token ?? '');
    const listed = await get('tokens');
    expect(listed.accessTokens).toEqual([tokens.access_token, body.access_token]);
    expect(listed.refreshTokens).toEqual([tokens.refresh_token, body.refresh_token]);
    expect(listed.codes).toHaveLength(2);
    expect(listed.codes).toContain(code);
    expect(listed.clientSecrets).toEqual([org.app.clientSecret]);
    expect(listed.all).toHaveLength(7);
  });
});

describe('panel: settings', () => {
  it('merges, and reset goes back', async () => {
    const { body } = await postPanel(org, 'settings', { rotateRefreshTokens: true });
    expect(body).toMatchObject({ rotateRefreshTokens: true, requirePkce: true });
    await postPanel(org, 'settings', { accessTokenSeconds: 5 });
    expect(await get('settings')).toMatchObject({
      rotateRefreshTokens: true,
      accessTokenSeconds: 5,
    });
    await postPanel(org, 'reset', {});
    const settings = await get('settings');
    expect(settings).toMatchObject({ rotateRefreshTokens: false, accessTokenSeconds: 7200 });
  });

  it.each([
    ['an unknown name', { rotateRefreshToken: true }, 'rotateRefreshToken'],
    ['a wrong type', { requirePkce: 'yes' }, 'requirePkce'],
    ['a negative time', { codeSeconds: -1 }, 'codeSeconds'],
    ['an unknown user', { restrictedUsers: ['nobody'] }, 'no user nobody'],
    ['no object', [], 'expected object'],
  ])('refuses %s, and says which', async (_what, change, words) => {
    const before = await get('settings');
    const { status, body } = await postPanel(org, 'settings', change);
    expect(status).toBe(400);
    expect(body.error).toContain(words);
    expect(await get('settings')).toEqual(before);
  });

  it('refuses unknown settings at construction', async () => {
    await expect(createOrg({ settings: { codeSeconds: -1 } })).rejects.toThrow('codeSeconds');
  });
});

describe('panel: the daily limit', () => {
  it('counts calls that were let in', async () => {
    const { access_token } = await obtainTokens(org);
    await postPanel(org, 'settings', { dailyApiLimit: 15_000 });
    const call = (token: string | undefined) =>
      fetch(`${org.url}/services/data/v66.0/query?q=SELECT+Id+FROM+Account+LIMIT+1`, {
        headers: { authorization: `Bearer ${token}` },
      });
    await call('wrong');
    await call(access_token);
    const second = await call(access_token);
    expect(second.headers.get('sforce-limit-info')).toBe('api-usage=2/15000');
  });
});

describe('panel: expire', () => {
  it('ends one user’s tokens of one kind', async () => {
    const ada = await obtainTokens(org);
    const grace = await obtainTokens(org, 'grace@contoso.example');
    const username = 'ada@northwind.example';
    const { body } = await postPanel(org, 'expire', { username, kind: 'access' });
    expect(body).toEqual({ expired: 1 });
    expect(await isAlive(org, ada.access_token)).toBe(false);
    expect(await isAlive(org, grace.access_token)).toBe(true);
    const { body: refreshed } = await refresh(org, ada.refresh_token ?? '');
    expect(await isAlive(org, refreshed.access_token)).toBe(true);
    await postPanel(org, 'expire', { username, kind: 'refresh' });
    expect((await refresh(org, ada.refresh_token ?? '')).status).toBe(400);
    expect(await isAlive(org, refreshed.access_token)).toBe(true);
    expect((await refresh(org, grace.refresh_token ?? '')).status).toBe(200);
  });

  it('ends everybody’s', async () => {
    const tokens = [await obtainTokens(org), await obtainTokens(org, 'sam@store.example')];
    expect((await postPanel(org, 'expire', { kind: 'access' })).body).toEqual({ expired: 2 });
    for (const { access_token } of tokens) expect(await isAlive(org, access_token)).toBe(false);
  });

  it.each([
    ['an unknown user', { username: 'nobody', kind: 'access' }],
    ['an unknown kind', { kind: 'all' }],
    ['an unknown name', { user: 'ada@northwind.example', kind: 'access' }],
  ])('refuses %s', async (_what, body) => {
    expect((await postPanel(org, 'expire', body)).status).toBe(400);
  });
});

describe('panel: reset', () => {
  it('ends tokens, approvals, faults and changes to the records', async () => {
    const { access_token } = await obtainTokens(org);
    await postPanel(org, 'faults', [{ path: '/', status: 503 }]);
    const user = org.data().userByUsername('ada@northwind.example');
    org.data().tables.User.get(user?.id ?? '').IsActive = false;
    await postPanel(org, 'reset', {});
    expect(await isAlive(org, access_token)).toBe(false);
    expect((await get('tokens')).accessTokens).toEqual([]);
    expect(await isAlive(org, (await obtainTokens(org)).access_token)).toBe(true);
    expect(org.data().userByUsername('ada@northwind.example')).toEqual(user);
  });
});

describe('panel: what keeps a copy of the records', () => {
  const records = (soql: string) =>
    get(`services/data/v66.0/queryAll?q=${encodeURIComponent(soql)}`);

  it('reads as the administrator, is counted nowhere, and meets no faults', async () => {
    await postPanel(org, 'faults', [{ path: '/', status: 503 }]);
    await postPanel(org, 'settings', { dailyApiLimit: 0 });
    const { totalSize } = await records('SELECT Id, InternalNotes__c FROM Order');
    expect(totalSize).toBe(org.data().tables.Order.size);
    expect(await get('calls')).toEqual({});
    const write = await fetch(`${org.url}/__org__/services/data/v66.0/sobjects/Account`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"Name":"x"}',
    });
    expect(write.status).toBe(404);
  });

  it('is told how often everything has begun anew', async () => {
    const { resets } = await get('reset');
    await postPanel(org, 'reset', {});
    expect(await get('reset')).toEqual({ resets: resets + 1 });
  });
});

describe('panel: who may use it', () => {
  const json = { 'content-type': 'application/json' };
  const post = (headers: Record<string, string>, body = '{}') =>
    fetch(`${org.url}/__org__/reset`, { method: 'POST', headers, body });

  it.each([
    ['another site', { ...json, origin: 'https://evil.example' }, 403],
    ['the app’s own page', { ...json, origin: 'http://localhost:3000' }, 403],
    ['a sandboxed page', { ...json, origin: 'null' }, 403],
    ['a browser on another site', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
    ['a browser on another port', { ...json, 'sec-fetch-site': 'same-site' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', { 'content-type': 'text/plain' }, 415],
  ])('refuses %s', async (_what, headers, status) => {
    const { access_token } = await obtainTokens(org);
    expect((await post(headers)).status).toBe(status);
    expect(await isAlive(org, access_token)).toBe(true);
  });

  it('refuses other sites’ reading too', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const response = await fetch(`${org.url}/__org__/app`, { headers });
      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain(org.app.clientSecret);
      expect(response.headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  it('answers programs, and people who type the address', async () => {
    expect((await post({ ...json, origin: org.url })).status).toBe(200);
    const typed = await fetch(`${org.url}/__org__/calls`, {
      headers: { 'sec-fetch-site': 'none' },
    });
    expect(typed.status).toBe(200);
  });

  it('says what is wrong with a body or a path', async () => {
    expect((await post(json, '{')).status).toBe(400);
    expect((await fetch(`${org.url}/__org__/nothing`)).status).toBe(404);
  });
});

describe('panel: faults do not reach it', () => {
  it('even where their path says so', async () => {
    await postPanel(org, 'faults', [{ path: '/', status: 503 }]);
    expect((await postPanel(org, 'faults', [])).status).toBe(200);
    expect((await userinfo()).status).toBe(403);
  });
});
