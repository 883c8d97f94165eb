import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import {
  createFormBrowser,
  expectDeparture,
  expectPage,
  type FormBrowser,
  signInByForm,
} from '../form-browser.ts';
import { byJwt } from './jwt-test-client.ts';
import {
  authorizeUrl,
  changeApp,
  exchangeCode,
  obtainCode,
  obtainTokens,
  redirectOf,
  refresh,
} from './oauth-test-client.ts';

const ada = { username: 'ada@northwind.example', pw: 'demo-password' };
const [sam, mia] = ['sam@store.example', 'mia@store.example'];
const refused = { error: 'OAUTH_APP_ACCESS_DENIED', state: 'the-state' };
const notApproved = {
  status: 400,
  body: {
    error: 'invalid_app_access',
    error_description: 'user is not admin approved to access this app',
  },
};
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

const approveSales = () =>
  changeApp(org, { permittedUsers: 'admin_approved', approvedProfiles: ['Sales'] });

describe('admin approved users are pre-authorized', () => {
  beforeEach(approveSales);

  it('asks them nothing, whatever the scopes, and whoever else is signed in', async () => {
    const form = expectPage(await browser.open(authorizeUrl(org)));
    const fields = { username: sam, pw: 'demo-password' };
    const back = expectDeparture(await browser.submit(form, fields));
    expect(back.searchParams.get('code')).toMatch(/^aPrx/);
    expect(await redirectOf(org, browser, { scope: 'api phone' })).toHaveProperty('code');
  });

  it('sends everybody else back, once they have signed in', async () => {
    const form = expectPage(await browser.open(authorizeUrl(org)));
    const back = expectDeparture(await browser.submit(form, ada));
    expect(Object.fromEntries(back.searchParams)).toEqual({
      ...refused,
      error_description: 'user is not admin approved to access this app',
    });
    expect(await redirectOf(org, browser, {})).toMatchObject(refused);
    expect(await redirectOf(org, browser, { prompt: 'none' })).toMatchObject(refused);
  });

  it('lets nobody around it who goes to "Allow access?" by hand', async () => {
    const form = expectPage(await browser.open(authorizeUrl(org)));
    const [, attempt] = /name="attempt" value="([^"]+)"/.exec(form.body) ?? [];
    // Meanwhile, in another tab.
    expectDeparture(await browser.submit(expectPage(await browser.open(authorizeUrl(org))), ada));
    const url = `${org.url}/consent?attempt=${attempt}`;
    const back = expectDeparture(await browser.open(url));
    expect(Object.fromEntries(back.searchParams)).toMatchObject(refused);
  });

  it('approves by the user too', async () => {
    await changeApp(org, { approvedUsers: [ada.username.toUpperCase()] });
    expect(await obtainCode(org, ada.username, {}, browser)).toMatch(/^aPrx/);
  });

  it('lets JWT Bearer act for them without their own approval', async () => {
    expect((await byJwt(org, { sub: mia })).status).toBe(200);
    expect(await byJwt(org, { sub: ada.username })).toEqual(notApproved);
    expect(await byJwt(org)).toEqual(notApproved);
  });
});

describe('an administrator who closes the app', () => {
  it('ends codes and refresh tokens of those who are not approved', async () => {
    const tokens = await obtainTokens(org, ada.username);
    const code = await obtainCode(org, ada.username);
    const sams = await obtainTokens(org, sam);
    await approveSales();
    expect(await exchangeCode(org, code)).toEqual(notApproved);
    expect(await refresh(org, tokens.refresh_token ?? '')).toEqual(notApproved);
    expect((await refresh(org, sams.refresh_token ?? '')).status).toBe(200);
  });

  it('is heeded where "Allow access?" is on the screen already', async () => {
    const form = expectPage(await browser.open(authorizeUrl(org)));
    const question = expectPage(await browser.submit(form, ada));
    await approveSales();
    const code = await browser.submit(question, { decision: 'allow' });
    const given = expectDeparture(code).searchParams.get('code') ?? '';
    expect(await exchangeCode(org, given)).toEqual(notApproved);
  });
});

describe('all users may self-authorize', () => {
  it('counts no approval of an administrator', async () => {
    await changeApp(org, { approvedUsers: [mia] });
    expect((await byJwt(org, { sub: mia })).body.error).toBe('invalid_grant');
    const form = expectPage(await browser.open(authorizeUrl(org)));
    const question = await browser.submit(form, { username: mia, pw: 'demo-password' });
    expect(expectPage(question).body).toContain('Allow access?');
  });

  it('keeps what a user approved through an administrator’s change of mind', async () => {
    await signInByForm(browser, authorizeUrl(org), ada);
    await approveSales();
    await changeApp(org, { permittedUsers: 'all_may_self_authorize' });
    expect(await redirectOf(org, browser, {})).toHaveProperty('code');
  });
});
