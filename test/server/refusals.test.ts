import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { wholeLog } from '../lines-since.ts';
import { type Product, startProduct } from '../product.ts';
import { createMovedClock } from '../security/moved-clock.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ settings: { LOG_LEVEL: 'trace' } });
});
afterAll(() => product.stop());
afterEach(() => product.panel.faults());

interface LogLine {
  readonly event: string;
  readonly requestId?: string;
  readonly code?: string;
  readonly remedy?: string;
}

const logLines = async (event: string): Promise<LogLine[]> =>
  (await wholeLog(product))
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line));

const refuseTokens = (error: string, error_description: string) =>
  product.panel.faults({
    path: '/services/oauth2/token',
    status: 400,
    body: { error, error_description },
  });

/** What the person reads, with the reference to the log. */
function pageOf(body: string) {
  const [, person = ''] = /<p>(.+?)<\/p>/.exec(body) ?? [];
  const [, code = '', requestId = ''] = /Code (\w+) · Reference ([\w-]+)/.exec(body) ?? [];
  return { person, code, requestId };
}

async function expectExplained(
  { status, body }: { readonly status: number; readonly body: string },
  expected: { readonly code: string; readonly person: RegExp; readonly remedy: RegExp },
): Promise<void> {
  const page = pageOf(body);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(page.code).toBe(expected.code);
  expect(page.person).toMatch(expected.person);
  const lines = await logLines('sign_in_refused');
  expect(lines.find(({ requestId }) => requestId === page.requestId)).toMatchObject({
    code: expected.code,
    remedy: expect.stringMatching(expected.remedy),
  });
  for (const secret of await product.panel.secrets()) {
    expect(body.includes(secret) || product.log().includes(secret)).toBe(false);
  }
}

describe('a refusal that Salesforce sends the browser back with', () => {
  it.each([
    [
      'access_denied',
      'end-user denied authorization',
      { code: 'access_denied', person: /did not allow access/, remedy: /pressed Deny/ },
    ],
    [
      'access-denied',
      '',
      { code: 'access_denied', person: /did not allow access/, remedy: /pressed Deny/ },
    ],
    [
      'OAUTH_EC_APP_NOT_FOUND',
      'External client app is not installed in this org',
      { code: 'app_not_installed', person: /tell the shop/, remedy: /install it there/ },
    ],
    [
      'invalid_client',
      'app must be installed into org',
      { code: 'app_not_installed', person: /tell the shop/, remedy: /install it there/ },
    ],
    [
      'OAUTH_APP_ACCESS_DENIED',
      'user is not admin approved to access this app',
      { code: 'not_approved', person: /ask your administrator/, remedy: /permission set/ },
    ],
    [
      'access_denied',
      'user is not admin approved to access this app',
      { code: 'not_approved', person: /ask your administrator/, remedy: /permission set/ },
    ],
    [
      'invalid_request',
      'missing required code challenge',
      { code: 'code_challenge_missing', person: /try again/, remedy: /PKCE/ },
    ],
    [
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
      { code: 'redirect_uri_mismatch', person: /try again later/, remedy: /\/auth\/callback/ },
    ],
    [
      'surprise',
      '<script>alert(1)</script>',
      { code: 'sign_in_failed', person: /try again/, remedy: /login history/ },
    ],
  ])('%s %s', async (error, description, expected) => {
    const jar = new CookieJar();
    const start = await jar.request(new URL('/auth/login?returnTo=/orders', product.appUrl));
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const callback = new URL('/auth/callback', product.appUrl);
    callback.search = String(new URLSearchParams({ error, error_description: description, state }));
    const answer = await jar.request(callback);
    await expectExplained(answer, expected);
    expect(answer.body).toContain('/auth/login?returnTo=%2Forders');
    expect(answer.body).not.toContain('<script');
    expect(answer.headers.getSetCookie().join()).not.toMatch(/session=/);
  });
});

describe('a refusal of the code', () => {
  it.each([
    [
      'invalid_grant',
      'expired authorization code',
      { code: 'code_expired', person: /took too long/, remedy: /clocks/ },
    ],
    [
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
      { code: 'redirect_uri_mismatch', person: /try again later/, remedy: /callback URL/ },
    ],
    [
      'invalid_client',
      'invalid client credentials',
      { code: 'client_rejected', person: /try again later/, remedy: /SALESFORCE_CLIENT_SECRET/ },
    ],
    [
      'invalid_client_id',
      'client identifier invalid',
      { code: 'client_unknown', person: /try again later/, remedy: /SALESFORCE_CLIENT_ID/ },
    ],
    [
      'invalid_grant',
      'ip restricted',
      { code: 'ip_restricted', person: /from here/, remedy: /relax IP/ },
    ],
    [
      'invalid_grant',
      'invalid login hours',
      { code: 'ip_restricted', person: /at this hour/, remedy: /login hours/ },
    ],
    [
      'inactive_user',
      'user is inactive',
      { code: 'inactive_user', person: /not active/, remedy: /deactivated/ },
    ],
    [
      'invalid_app_access',
      'user is not admin approved to access this app',
      { code: 'not_approved', person: /ask your administrator/, remedy: /permission set/ },
    ],
    [
      'invalid_grant',
      'invalid assertion',
      { code: 'certificate_rejected', person: /try again later/, remedy: /certificate/ },
    ],
    [
      'invalid_grant',
      'something that Salesforce has never said',
      { code: 'grant_refused', person: /try again/, remedy: /see description/ },
    ],
  ])('%s %s', async (error, description, expected) => {
    await refuseTokens(error, description);
    const page = await signIn(new CookieJar(), product.appUrl, 'ada@northwind.example');
    await expectExplained(page, expected);
  });

  it('for a wrong secret, from the org itself', async () => {
    const wrong = await startProduct({ settings: { SALESFORCE_CLIENT_SECRET: 'X'.repeat(64) } });
    try {
      const page = await signIn(new CookieJar(), wrong.appUrl, 'ada@northwind.example');
      expect(pageOf(page.body).code).toBe('client_rejected');
      expect(await wholeLog(wrong)).not.toContain('X'.repeat(64));
    } finally {
      await wrong.stop();
    }
  });
});

describe('a refusal of the integration user', () => {
  const clock = createMovedClock();
  let minutes = 0;
  beforeAll(async () => {
    await product.stop();
    product = await startProduct({ settings: { LOG_LEVEL: 'trace' }, flags: clock.flags });
  });
  beforeEach(() => {
    // A refusal is remembered for a while, five minutes at most.
    minutes += 6;
    clock.set({ minutes });
  });
  afterAll(() => clock.remove());

  const unavailable = { status: 503, code: 'not_configured' };
  it.each([
    [
      'invalid_grant',
      "user hasn't approved this consumer",
      'consumer_not_approved',
      /pre-authorized/,
    ],
    [
      'invalid_app_access',
      'user is not admin approved to access this app',
      'not_approved',
      /permission set/,
    ],
    ['invalid_grant', 'invalid assertion', 'certificate_rejected', /certificate again/],
    ['invalid_grant', 'audience is invalid', 'audience_rejected', /SALESFORCE_LOGIN_URL/],
    ['invalid_grant', 'Audience validation failed', 'audience_rejected', /SALESFORCE_LOGIN_URL/],
    ['invalid_grant', 'expired authorization code', 'clock_off', /NTP/],
    ['invalid_grant', 'request not supported on this domain', 'my_domain_required', /My Domain/],
    ['invalid_grant', 'no client credentials user enabled', 'no_run_as_user', /Run As user/],
    ['invalid_client', 'invalid client credentials', 'client_rejected', /CLIENT_SECRET/],
    ['invalid_client_id', 'client identifier invalid', 'client_unknown', /CLIENT_ID/],
    ['invalid_grant', 'ip restricted', 'ip_restricted', /relax IP/],
    ['inactive_user', 'user is inactive', 'inactive_user', /integration user/],
    ['unsupported_grant_type', 'grant type not supported', 'flow_not_enabled', /enable the one/],
  ])('%s %s', async (error, description, code, remedy) => {
    await product.panel.expire('access');
    await refuseTokens(error, description);
    const answer = await fetch(`${product.appUrl}/api/catalogue`, { headers: { 'X-BFF': '1' } });
    const body = await answer.text();
    expect(JSON.parse(body)).toMatchObject(unavailable);
    expect(JSON.parse(body).detail).toMatch(/tell the shop/);
    expect(body).not.toContain(description);
    expect((await logLines('integration_grant')).at(-1)).toMatchObject({
      code,
      remedy: expect.stringMatching(remedy),
    });
    for (const secret of await product.panel.secrets()) {
      expect(body.includes(secret) || product.log().includes(secret)).toBe(false);
    }
  });
});
