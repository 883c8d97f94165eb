import { describe, expect, it } from 'vitest';
import { createFormBrowser, expectDeparture, expectPage, signInByForm } from '../form-browser.ts';
import { authorizeUrl, isAlive } from './oauth-test-client.ts';
import { ada, useSignedInRig } from './signed-in-rig.ts';

const rig = useSignedInRig();

describe('end session', () => {
  const path = '/services/auth/idp/oidc/logout';
  const home = 'http://localhost:4000/';

  async function signedIn() {
    const browser = createFormBrowser();
    await signInByForm(browser, authorizeUrl(rig.org), { username: ada });
    return browser;
  }
  const logout = (parameters: Record<string, string>) =>
    `${rig.org.url}${path}?${new URLSearchParams(parameters)}`;

  it('ends the browser’s session and leads back to the application', async () => {
    const browser = await signedIn();
    const hint = { id_token_hint: rig.tokens.id_token ?? '' };
    const asked = { ...hint, post_logout_redirect_uri: home, state: 's' };
    const url = expectDeparture(await browser.open(logout(asked)));
    expect(url.href).toBe(`${home}?state=s`);
    expect(browser.jar.cookie(new URL(rig.org.url), 'sid_org')).toBeUndefined();
    const form = expectPage(await browser.open(authorizeUrl(rig.org)));
    expect(form.body).toContain('name="pw"');
  });

  it('kills the session itself, not only its cookie', async () => {
    const browser = await signedIn();
    const stolen = createFormBrowser(browser.jar.copy());
    await browser.open(logout({}));
    const form = expectPage(await stolen.open(authorizeUrl(rig.org)));
    expect(form.body).toContain('name="pw"');
  });

  it('leaves the application’s tokens alone', async () => {
    const browser = await signedIn();
    expectPage(await browser.open(logout({})));
    expect(await isAlive(rig.org, rig.tokens.access_token)).toBe(true);
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
    expect(browser.jar.cookie(new URL(rig.org.url), 'sid_org')).toBeUndefined();
  });

  it('takes POST by leading to GET, whereupon the Lax cookie comes along', async () => {
    const response = await fetch(rig.org.url + path, {
      method: 'POST',
      body: new URLSearchParams({ post_logout_redirect_uri: home }),
      redirect: 'manual',
    });
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get('location') ?? '', rig.org.url);
    expect(location.searchParams.get('post_logout_redirect_uri')).toBe(home);
  });
});
