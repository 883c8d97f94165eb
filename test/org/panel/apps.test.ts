import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { createKey } from '../oauth/jwt-test-client.ts';
import { exchangeCode, obtainCode, obtainTokens, postPanel } from '../oauth/oauth-test-client.ts';

/** Of a key that nobody has: `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 …` */
const ellipticCertificate = `-----BEGIN CERTIFICATE-----
MIIBbzCCARWgAwIBAgIUQu+c6fHQFeNX0imglsamS+Dwk6owCgYIKoZIzj0EAwIw
DDEKMAgGA1UEAwwBeDAgFw0yNjExMjQyMzAzNTZaGA8yMTI2MTAzMTIzMDM1Nlow
DDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJI+u3aLNxvE
WJTFqmVFeZCb483o2UWMigH6a3Uti9XzUXrb4l7QmRrlEhn4SUVO/4y8lnhGMcGu
2NOPKiwqvrujUzBRMB0GA1UdDgQWBBSJXJ7vkCMU7oN0SzFFG4uIYl9L/jAfBgNV
HSMEGDAWgBSJXJ7vkCMU7oN0SzFFG4uIYl9L/jAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0gAMEUCIQC0Jq+iecQHXQ9ClPjkM29to53rP4u6E3JXP5peYeIO
ZAIgDOO/Oyxxks2nCyz9P6514sGbL0+TqyhzSY8wmi4qpTM=
-----END CERTIFICATE-----
`;

let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(() => org.reset());

const get = async (part: string) => (await fetch(`${org.url}/__org__/${part}`)).json();
const apps = async (): Promise<Record<string, unknown>[]> => get('apps');
const save = (body: unknown) => postPanel(org, 'apps', body);

describe('panel: apps', () => {
  it('lists the storefront and Salesforce’s CLI, without secrets', async () => {
    const text = await (await fetch(`${org.url}/__org__/apps`)).text();
    expect(text).not.toContain(org.app.clientSecret);
    expect(text).not.toContain('PRIVATE KEY');
    expect(JSON.parse(text)).toMatchObject([
      {
        clientId: org.app.clientId,
        name: 'Storefront',
        redirectUris: ['http://localhost:*/auth/callback', 'http://127.0.0.1:*/auth/callback'],
        permittedUsers: 'all_may_self_authorize',
        runAsUser: 'integration@store.example',
        certificate: org.app.certificate,
      },
      { clientId: 'PlatformCLI', certificate: null, clientCredentialsEnabled: false },
    ]);
  });

  it('creates one, whose callback somebody else’s tests listen at', async () => {
    const callbackUrl = 'http://localhost:54321/oauth/callback';
    const { status, body } = await save({ name: 'Theirs', redirectUris: [callbackUrl] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      clientId: expect.stringMatching(/^3MVG9[\w.]{60,}$/),
      clientSecret: expect.stringMatching(/^[0-9A-F]{64}$/),
      requirePkce: true,
      rotateRefreshTokens: false,
    });
    const asked = { client_id: body.clientId, redirect_uri: callbackUrl };
    const code = await obtainCode(org, 'ada@northwind.example', asked);
    const client_secret = body.clientSecret;
    const answer = await exchangeCode(org, code, { ...asked, client_secret });
    expect(answer.status).toBe(200);
  });

  it('creates one with a client id of one’s own, as deployed metadata does', async () => {
    const { body } = await save({ clientId: 'My_App.1234', name: 'Mine' });
    expect(body.clientId).toBe('My_App.1234');
    expect(await apps()).toHaveLength(3);
  });

  it('changes what is named and nothing else; the secret stays', async () => {
    const { body: created } = await save({ name: 'Theirs', scopes: ['api', 'offline_access'] });
    const { clientId } = created;
    const { body } = await save({ clientId, rotateRefreshTokens: true, refreshTokenSeconds: 60 });
    expect(body).toEqual({ ...created, rotateRefreshTokens: true, refreshTokenSeconds: 60 });
    expect(body.scopes).toEqual(['api', 'refresh_token']);
    expect(await apps()).toHaveLength(3);
  });

  it('is where the storefront’s policies are, which settings of the same names change', async () => {
    const { clientId } = org.app;
    await save({ clientId, rotateRefreshTokens: true });
    expect(await get('settings')).toMatchObject({ rotateRefreshTokens: true });
    await postPanel(org, 'settings', { requirePkce: false });
    expect((await apps())[0]).toMatchObject({ requirePkce: false, rotateRefreshTokens: true });
    expect((await apps())[1]).toMatchObject({ requirePkce: true, rotateRefreshTokens: false });
  });

  it('shows every secret among the tokens, and none of an app that has none', async () => {
    const { body } = await save({ name: 'Theirs' });
    const { clientSecrets } = await get('tokens');
    expect(clientSecrets).toEqual([org.app.clientSecret, body.clientSecret]);
  });

  it('goes back to the start', async () => {
    const before = await apps();
    const { clientSecret, privateKey } = org.app;
    await save({ name: 'Theirs' });
    await save({ clientId: org.app.clientId, certificate: null, redirectUris: [] });
    expect((await get('app')).certificate).toBeNull();
    await postPanel(org, 'reset', {});
    expect(await apps()).toEqual(before);
    expect(org.app).toMatchObject({ clientSecret, privateKey });
    expect(await obtainTokens(org)).toHaveProperty('access_token');
  });

  it('takes an application’s own certificate', async () => {
    const { certificate } = createKey();
    const { body } = await save({ name: 'Theirs', certificate });
    expect(body.certificate).toBe(certificate);
  });

  it.each([
    ['no name', {}, 'name'],
    ['a misspelt client id', { clientId: 'Misspelt_Client', requirePkce: false }, 'name'],
    ['an unknown setting', { name: 'x', pkce: true }, 'pkce'],
    ['a redirect URI that is none', { name: 'x', redirectUris: ['/callback'] }, '/callback'],
    [
      'a redirect URI that runs',
      { name: 'x', redirectUris: ['javascript:alert(1)'] },
      'javascript',
    ],
    ['a redirect URI that is a page', { name: 'x', redirectUris: ['data:text/html,x'] }, 'data'],
    ['no scope', { name: 'x', scopes: [] }, 'scopes'],
    ['a scope that is none', { name: 'x', scopes: ['api web'] }, 'scopes'],
    ['no certificate', { name: 'x', certificate: 'PEM' }, 'certificate'],
    ['an unknown policy', { name: 'x', permittedUsers: 'nobody' }, 'permittedUsers'],
    ['an unknown run-as user', { name: 'x', runAsUser: 'nobody' }, 'no user nobody'],
    ['an unknown user', { name: 'x', approvedUsers: ['nobody'] }, 'no user nobody'],
    ['an unknown profile', { name: 'x', approvedProfiles: ['None'] }, 'no profile None'],
    ['a chosen secret', { name: 'x', clientSecret: 'x' }, 'clientSecret'],
  ])('refuses %s, and keeps what there is', async (_what, body, words) => {
    const before = await apps();
    const { status, body: answer } = await save(body);
    expect(status).toBe(400);
    expect(answer.error).toContain(words);
    expect(await apps()).toEqual(before);
  });

  it('refuses a key of another kind than RSA, as Salesforce does', async () => {
    const { status, body } = await save({ name: 'x', certificate: ellipticCertificate });
    expect(status).toBe(400);
    expect(body.error).toContain('certificate');
  });
});
