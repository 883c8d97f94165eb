import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { createFormBrowser, expectPage, type FormBrowser, signInByForm } from '../form-browser.ts';
import {
  authorizeUrl,
  type Changes,
  exchangeCode,
  postPanel,
  redirectOf,
} from './oauth-test-client.ts';

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

describe('authorize, what must not redirect', () => {
  it.each([
    ['unknown client', { client_id: 'nobody' }, 'invalid_client_id', 'client identifier invalid'],
    ['no client', { client_id: undefined }, 'invalid_client_id', 'client identifier invalid'],
    ['no address', { redirect_uri: undefined }, 'redirect_uri_missing', 'must have redirect_uri'],
    ...[
      'https://evil.example/auth/callback',
      'http://localhost:4000/auth/callback/',
      'http://localhost:4000/elsewhere',
      'http://localhost:4000@evil.example/auth/callback',
      'http://localhost:4000x/auth/callback',
      'http://localhost.evil.example:4000/auth/callback',
      'http://localhost:4000/x/auth/callback',
    ].map((uri): [string, Changes, string, string] => [
      uri,
      { redirect_uri: uri },
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ]),
  ] satisfies [string, Changes, string, string][])('%s', async (_what, changes, error, words) => {
    const page = expectPage(await browser.open(authorizeUrl(org, changes)));
    expect(page.status).toBe(400);
    expect(page.body).toContain(`error=${error}&amp;error_description=${words}`);
  });

  it('a parameter given twice', async () => {
    const page = expectPage(await browser.open(`${authorizeUrl(org)}&state=again`));
    expect(page.status).toBe(400);
    expect(page.body).toContain('parameter repeated: state');
  });
});

describe('authorize, what is told to the application', () => {
  it.each([
    ['response_type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['response_mode', { response_mode: 'fragment' }, 'unsupported_response_type'],
    ['scope', { scope: 'api full' }, 'invalid_scope'],
    ['method plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['short challenge', { code_challenge: 'abc' }, 'invalid_request'],
    ['prompt', { prompt: 'please' }, 'invalid_request'],
    ['prompt none and more', { prompt: 'none login' }, 'invalid_request'],
    ['nobody signed in', { prompt: 'none' }, 'login_required'],
    ['nobody signed in, immediate', { immediate: 'true' }, 'immediate_unsuccessful'],
  ] satisfies [string, Changes, string][])('%s', async (_what, changes, error) => {
    expect(await redirectOf(org, browser, changes)).toMatchObject({ error, state: 'the-state' });
  });

  it('a missing code challenge, in Salesforce’s words', async () => {
    expect(await redirectOf(org, browser, { code_challenge: undefined, state: undefined })).toEqual(
      {
        error: 'invalid_request',
        error_description: 'missing required code challenge',
      },
    );
  });

  it('a missing code challenge as a plain body, where set so', async () => {
    await postPanel(org, 'settings', { missingChallengeAnswer: 'body' });
    const changes = { code_challenge: undefined };
    const page = expectPage(await browser.open(authorizeUrl(org, changes)));
    expect(page).toMatchObject({
      status: 400,
      body: 'error=invalid_request&error_description=missing required code challenge',
    });
  });

  it('nothing, where the challenge is not required', async () => {
    await postPanel(org, 'settings', { requirePkce: false });
    const url = authorizeUrl(org, { code_challenge: undefined, code_challenge_method: undefined });
    const back = await signInByForm(browser, url, ada);
    const code = back.searchParams.get('code') ?? '';
    const answer = await exchangeCode(org, code, { code_verifier: undefined });
    expect(answer.status).toBe(200);
  });

  it('takes S256 where the method is left out', async () => {
    const url = authorizeUrl(org, { code_challenge_method: undefined });
    const back = await signInByForm(browser, url, ada);
    expect((await exchangeCode(org, back.searchParams.get('code') ?? '')).status).toBe(200);
  });
});
