import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { createFormBrowser, expectPage, signInByForm } from '../form-browser.ts';
import { authorizeUrl, postToken } from './oauth-test-client.ts';

const verifier = randomBytes(128).toString('base64url');
const code_challenge = createHash('sha256').update(verifier).digest('base64url');
let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(() => org.reset());

/** As `sf org login web` asks: no challenge method, no nonce, 171 characters of verifier (M). */
const asked = {
  client_id: 'PlatformCLI',
  redirect_uri: 'http://localhost:1717/OauthRedirect',
  scope: 'refresh_token api web',
  prompt: 'login',
  code_challenge,
  code_challenge_method: undefined,
  nonce: undefined,
};

async function obtainCode(redirect_uri = asked.redirect_uri): Promise<string> {
  const url = authorizeUrl(org, { ...asked, redirect_uri });
  const back = await signInByForm(createFormBrowser(), url, { username: 'sam@store.example' });
  expect(back.href.startsWith(`${redirect_uri}?`)).toBe(true);
  return back.searchParams.get('code') ?? '';
}

/** An empty secret, as the CLI sends. */
function exchange(code: string, changes: Record<string, string | undefined> = {}) {
  const { client_id, redirect_uri } = asked;
  const given = { grant_type: 'authorization_code', code, client_id, redirect_uri };
  return postToken(org, { ...given, client_secret: '', code_verifier: verifier, ...changes });
}

describe('PlatformCLI, the app of Salesforce’s CLI', () => {
  it('signs in and refreshes without a secret', async () => {
    const { status, body } = await exchange(await obtainCode());
    expect(status).toBe(200);
    expect(body.scope).toBe('refresh_token web api');
    const refreshed = await postToken(org, {
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token,
      client_id: 'PlatformCLI',
      client_secret: undefined,
    });
    expect(refreshed.status).toBe(200);
  });

  it('may listen on another port', async () => {
    const redirect_uri = 'http://localhost:54321/OauthRedirect';
    expect((await exchange(await obtainCode(redirect_uri), { redirect_uri })).status).toBe(200);
  });

  it('needs the verifier, and has no secret to be right with', async () => {
    const without = await exchange(await obtainCode(), { code_verifier: undefined });
    expect(without.body.error).toBe('invalid_grant');
    const guessed = await exchange(await obtainCode(), { client_secret: 'a-guess' });
    expect(guessed.body.error).toBe('invalid_client');
  });

  it('needs the challenge', async () => {
    const url = authorizeUrl(org, { ...asked, code_challenge: undefined });
    const answer = await fetch(url, { redirect: 'manual' });
    expect(answer.headers.get('location')).toContain('missing+required+code+challenge');
  });

  it('is called back on this machine only', async () => {
    for (const redirect_uri of [
      'http://evil.example:1717/OauthRedirect',
      'http://localhost:1717/OauthRedirect/x',
      'http://localhost:4000/auth/callback',
    ]) {
      const page = await createFormBrowser().open(authorizeUrl(org, { ...asked, redirect_uri }));
      expect(expectPage(page).body).toContain('redirect_uri_mismatch');
    }
  });
});
