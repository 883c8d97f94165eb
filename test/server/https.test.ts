import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../org/create-org.ts';
import { createFormBrowser, signInByForm } from '../org/form-browser.ts';
import { freePort } from '../processes/free-port.ts';
import { startNode } from '../processes/start-node.ts';
import type { RunningProcess } from '../processes/start-process.ts';
import { untilAnswering } from '../processes/until-answering.ts';

/** The server as behind Heroku's router: https outside, http and `X-Forwarded-Proto` inside. */
const appUrl = 'https://shop.example';
let org: Org;
let server: RunningProcess;
let inside: string;

async function start(port: number, settings: Record<string, string> = {}) {
  const { clientId, clientSecret } = org.app;
  const running = startNode(['server/main.ts'], {
    PORT: String(port),
    APP_URL: appUrl,
    SALESFORCE_LOGIN_URL: org.url,
    SALESFORCE_CLIENT_ID: clientId,
    SALESFORCE_CLIENT_SECRET: clientSecret,
    SESSION_SECRET: 'a secret for this test of 32 bytes',
    SESSION_STORE: 'memory',
    ...settings,
  });
  await untilAnswering('The server', `http://127.0.0.1:${port}/healthz`, running);
  return running;
}

beforeAll(async () => {
  org = await createOrg({ redirectUris: [`${appUrl}/auth/callback`] });
  const port = await freePort();
  inside = `http://127.0.0.1:${port}`;
  server = await start(port);
});
afterAll(async () => {
  await server?.stop();
  await org?.close();
});

const ask = (path: string, headers: Record<string, string> = {}, at = inside) =>
  fetch(at + path, {
    redirect: 'manual',
    headers: { 'X-Forwarded-Proto': 'https', ...headers },
  });

async function callbackOf(at = inside) {
  const login = await ask('/auth/login', {}, at);
  const url = await signInByForm(createFormBrowser(), login.headers.get('location') ?? '', {
    username: 'ada@northwind.example',
  });
  const [attempt = ''] = login.headers.getSetCookie();
  const cookie = attempt.slice(0, attempt.indexOf(';'));
  return { attempt, answer: await ask(`/auth/callback${url.search}`, { cookie }, at) };
}

describe('behind a proxy that speaks https', () => {
  it('sends cookies that only this host and only https sees', async () => {
    const { attempt, answer } = await callbackOf();
    expect(answer.status).toBe(303);
    const session = answer.headers.getSetCookie().find((line) => line.includes('session='));
    expect(session).toMatch(
      /^__Host-Http-session=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(attempt).toMatch(
      /^__Host-Http-sign-in\.[\w-]+=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const cookie = session?.slice(0, session.indexOf(';')) ?? '';
    const orders = await ask('/api/myOrders', { cookie, 'X-BFF': '1' });
    expect(orders.status).toBe(200);
    // The same id under the name that it has on http is no session.
    const plain = cookie.replace('__Host-Http-', '');
    expect((await ask('/api/myOrders', { cookie: plain, 'X-BFF': '1' })).status).toBe(401);
  });

  it('tells browsers to use https for a year', async () => {
    const { headers } = await ask('/');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
  });

  it('redirects by its own name, whatever the request says', async () => {
    const forged = { 'X-Forwarded-Host': 'evil.example', Host: 'evil.example' };
    const login = await ask('/auth/login', forged);
    const redirectUri = new URL(login.headers.get('location') ?? '').searchParams.get(
      'redirect_uri',
    );
    expect(redirectUri).toBe(`${appUrl}/auth/callback`);
  });
});

describe('with TRUST_PROXY=0', () => {
  it('believes nobody that says https, and says so before anybody types a password', async () => {
    const port = await freePort();
    const running = await start(port, { TRUST_PROXY: '0' });
    try {
      const answer = await ask('/auth/login', {}, `http://127.0.0.1:${port}`);
      expect(answer.status).toBe(500);
      expect(answer.headers.getSetCookie()).toEqual([]);
      await expect.poll(running.output).toContain('TRUST_PROXY');
    } finally {
      await running.stop();
    }
  });
});
