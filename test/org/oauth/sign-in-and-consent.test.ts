import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import {
  createFormBrowser,
  expectDeparture,
  expectPage,
  type FormBrowser,
  signInByForm,
} from '../form-browser.ts';
import { authorizeUrl, postPanel, redirectOf } from './oauth-test-client.ts';
import { signInFailure } from './sign-in-endpoint.ts';

const ada = { username: 'ada@northwind.example' };
let org: Org;
let browser: FormBrowser;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(() => {
  org.reset();
  browser = createFormBrowser();
});

describe('the sign-in form', () => {
  it('signs in, asks for access, and goes back with code and state', async () => {
    const form = expectPage(await browser.open(authorizeUrl(org, { login_hint: ada.username })));
    expect(form.body).toContain(`value="${ada.username}"`);
    const consent = expectPage(await browser.submit(form, { ...ada, pw: 'demo-password' }));
    expect(consent.body).toContain('Allow access?');
    expect(consent.body).toContain(ada.username);
    const back = expectDeparture(await browser.submit(consent, { decision: 'allow' }));
    expect(back.searchParams.get('state')).toBe('the-state');
    expect(back.searchParams.get('code')).toMatch(/^aPrx.+==$/);
  });

  it.each([
    ['wrong password', { ...ada, pw: 'wrong' }],
    ['no password', ada],
    ['unknown user', { username: 'nobody@store.example', pw: 'demo-password' }],
  ])('%s: shows the form again', async (_what, fields) => {
    const form = expectPage(await browser.open(authorizeUrl(org)));
    const again = expectPage(await browser.submit(form, fields));
    expect(again.status).toBe(200);
    expect(again.body).toContain(signInFailure.replace("'", '&#39;'));
    expect(again.body).toContain(`value="${fields.username}"`);
    expect(browser.jar.cookie(new URL(org.url), 'sid_org')).toBeUndefined();
    expect('body' in (await browser.submit(again, { ...ada, pw: 'demo-password' }))).toBe(true);
    expect(browser.jar.cookie(new URL(org.url), 'sid_org')).toBeDefined();
  });

  it('refuses an inactive user', async () => {
    org.data().tables.User.get(org.data().userByUsername(ada.username)?.id ?? '').IsActive = false;
    const form = expectPage(await browser.open(authorizeUrl(org)));
    const again = expectPage(await browser.submit(form, { ...ada, pw: 'demo-password' }));
    expect(again.body).toContain('role="alert"');
  });

  it('escapes what it was given', async () => {
    const hint = '"><script>alert(1)</script>';
    const form = expectPage(await browser.open(authorizeUrl(org, { login_hint: hint })));
    expect(form.body).not.toContain('<script');
  });

  it('refuses a form of another browser, and one that was answered', async () => {
    const form = expectPage(await browser.open(authorizeUrl(org)));
    const fields = { ...ada, pw: 'demo-password' };
    const elsewhere = expectPage(await createFormBrowser().submit(form, fields));
    expect(elsewhere.status).toBe(400);
    await browser.submit(expectPage(await browser.submit(form, fields)), { decision: 'allow' });
    expect(expectPage(await browser.submit(form, fields)).status).toBe(400);
  });

  it('lets two tabs sign in', async () => {
    const first = expectPage(await browser.open(authorizeUrl(org, { state: 'one' })));
    const second = expectPage(await browser.open(authorizeUrl(org, { state: 'two' })));
    const fields = { ...ada, pw: 'demo-password' };
    const consent = expectPage(await browser.submit(first, fields));
    expectDeparture(await browser.submit(consent, { decision: 'allow' }));
    const back = expectDeparture(await browser.submit(second, fields));
    expect(back.searchParams.get('state')).toBe('two');
  });

  it('never adopts a session id that it did not issue', async () => {
    browser.jar.plant(new URL(org.url), 'sid_org=chosen-by-somebody-else; Path=/');
    await signInByForm(browser, authorizeUrl(org), ada);
    expect(browser.jar.cookie(new URL(org.url), 'sid_org')).not.toBe('chosen-by-somebody-else');
  });

  it('sets cookies that scripts and other sites do not reach, under a strict policy', async () => {
    const response = await fetch(authorizeUrl(org));
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("form-action 'self' http://localhost:4000;");
  });
});

describe('the consent page', () => {
  beforeEach(() => signInByForm(browser, authorizeUrl(org), ada));

  it('is shown once: then authorize goes straight back', async () => {
    expect(expectDeparture(await browser.open(authorizeUrl(org))).searchParams.has('code')).toBe(
      true,
    );
    expect(await redirectOf(org, browser, { prompt: 'none' })).toHaveProperty('code');
    expect(await redirectOf(org, browser, { immediate: 'true' })).toHaveProperty('code');
  });

  it('is shown again for more scopes, on demand, and where set so', async () => {
    for (const changes of [{ scope: 'api phone' }, { prompt: 'consent' }]) {
      const page = expectPage(await browser.open(authorizeUrl(org, changes)));
      expect(page.body).toContain('Allow access?');
    }
    const answer = await redirectOf(org, browser, { scope: 'api phone', prompt: 'none' });
    expect(answer.error).toBe('consent_required');
    await postPanel(org, 'settings', { consent: 'always' });
    expect(expectPage(await browser.open(authorizeUrl(org))).body).toContain('Allow access?');
  });

  it('is shown to the next user', async () => {
    const form = expectPage(await browser.open(authorizeUrl(org, { prompt: 'login' })));
    const fields = { username: 'grace@contoso.example', pw: 'demo-password' };
    expect(expectPage(await browser.submit(form, fields)).body).toContain('grace@contoso.example');
  });

  it.each([['access_denied'], ['access-denied']])(
    'takes a denial back as %s',
    async (deniedError) => {
      await postPanel(org, 'settings', { deniedError });
      const page = expectPage(await browser.open(authorizeUrl(org, { prompt: 'consent' })));
      const back = expectDeparture(await browser.submit(page, { decision: 'deny' }));
      expect(Object.fromEntries(back.searchParams)).toEqual({
        error: deniedError,
        error_description: 'end-user denied authorization',
        state: 'the-state',
      });
    },
  );

  it('asks again where no button was named', async () => {
    const page = expectPage(await browser.open(authorizeUrl(org, { prompt: 'consent' })));
    expect(expectPage(await browser.submit(page, {})).body).toContain('Allow access?');
  });

  it('asks again where somebody else signed in meanwhile', async () => {
    const page = expectPage(await browser.open(authorizeUrl(org, { prompt: 'consent' })));
    const grace = { username: 'grace@contoso.example' };
    await signInByForm(browser, authorizeUrl(org, { prompt: 'login' }), grace);
    const again = expectPage(await browser.submit(page, { decision: 'allow' }));
    expect(again.body).toContain('grace@contoso.example');
  });

  it('does not get around a sign-in that was asked for', async () => {
    const form = expectPage(await browser.open(authorizeUrl(org, { prompt: 'login' })));
    const [, attempt] = /name="attempt" value="([^"]+)"/.exec(form.body) ?? [];
    const page = expectPage(await browser.open(`${org.url}/consent?attempt=${attempt}`));
    expect(page.status).toBe(400);
  });

  it.each([['login'], ['select_account']])('prompt=%s asks who it is', async (prompt) => {
    const page = expectPage(await browser.open(authorizeUrl(org, { prompt })));
    expect(page.body).toContain('name="pw"');
    expect(page.body).toContain(`value="${ada.username}"`);
  });

  it('is left out for a preauthorized app', async () => {
    await postPanel(org, 'settings', { consent: 'preauthorized' });
    expect(await redirectOf(org, browser, { scope: 'api phone' })).toHaveProperty('code');
  });
});
