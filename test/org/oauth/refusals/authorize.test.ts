import { describe, expect, it } from 'vitest';
import {
  createFormBrowser,
  expectDeparture,
  expectPage,
  signInByForm,
} from '../../form-browser.ts';
import { integration } from '../jwt-test-client.ts';
import { authorizeUrl, type Changes, changeApp } from '../oauth-test-client.ts';
import { ada, useRefusalRig } from './refusal-rig.ts';

const rig = useRefusalRig();
const { set } = rig;

describe('authorize goes back to the application with', () => {
  const back = async (changes: Changes = {}, decision = 'allow') => {
    const browser = createFormBrowser();
    const answer = await browser.open(authorizeUrl(rig.org, changes));
    if ('leftFor' in answer) return answer.leftFor;
    const signedIn = await browser.submit(answer, { username: ada, pw: 'demo-password' });
    if ('leftFor' in signedIn) return signedIn.leftFor;
    return expectDeparture(await browser.submit(signedIn, { decision }));
  };

  it.each<readonly [string, () => Promise<URL>, string, string]>([
    [
      'no code challenge',
      () => back({ code_challenge: undefined }),
      'invalid_request',
      'missing required code challenge',
    ],
    [
      'the app not installed',
      async () => {
        await changeApp(rig.org, { installed: false });
        return back();
      },
      'OAUTH_EC_APP_NOT_FOUND',
      'External client app is not installed in this org',
    ],
    [
      'the user not pre-authorized',
      async () => {
        await changeApp(rig.org, { permittedUsers: 'admin_approved' });
        return back();
      },
      'OAUTH_APP_ACCESS_DENIED',
      'user is not admin approved to access this app',
    ],
    ['access denied', () => back({}, 'deny'), 'access_denied', 'end-user denied authorization'],
    [
      'access denied, in the other spelling',
      async () => {
        await set({ deniedError: 'access-denied' });
        return back({}, 'deny');
      },
      'access-denied',
      'end-user denied authorization',
    ],
  ])('%s', async (_condition, provoke, error, error_description) => {
    const url = await provoke();
    const state = 'the-state';
    expect(Object.fromEntries(url.searchParams)).toEqual({ error, error_description, state });
  });
});

describe('authorize stays', () => {
  const page = async (changes: Changes = {}) =>
    expectPage(await createFormBrowser().open(authorizeUrl(rig.org, changes)));

  it.each([
    ['unknown client', { client_id: 'x' }, 'invalid_client_id', 'client identifier invalid'],
    [
      'wrong redirect URI',
      { redirect_uri: 'https://evil.example/' },
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ],
  ])('%s: says so on a page', async (_condition, changes, error, description) => {
    const { status, body } = await page(changes);
    expect(status).toBe(400);
    expect(body).toContain(`error=${error}&amp;error_description=${description}`);
  });

  it('no code challenge, where set so: says so in a body without a type', async () => {
    await set({ missingChallengeAnswer: 'body' });
    const { status, headers, body } = await page({ code_challenge: undefined });
    expect(status).toBe(400);
    expect(headers.has('content-type')).toBe(false);
    expect(body).toBe('error=invalid_request&error_description=missing required code challenge');
  });

  it('login hours, IP range: at the sign-in form, until they are over', async () => {
    await set({ restrictedUsers: [integration] });
    const browser = createFormBrowser();
    const form = expectPage(await browser.open(authorizeUrl(rig.org)));
    const fields = { username: integration, pw: 'demo-password' };
    const again = expectPage(await browser.submit(form, fields));
    expect(again.body).toContain('your location or login time may be restricted');
    expect(browser.jar.cookie(new URL(rig.org.url), 'sid_org')).toBeUndefined();
    await set({ restrictedUsers: [] });
    await signInByForm(browser, authorizeUrl(rig.org), { username: integration });
  });
});
