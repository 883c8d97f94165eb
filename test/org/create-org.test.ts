import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrg, type Org } from './create-org.ts';

let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());

/** fetch() does not let one choose the Host header. */
function statusFor(host: string, path = '/.well-known/openid-configuration') {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: org.port, path, headers: { host } };
    request(options, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, text });
    })
      .on('error', reject)
      .end();
  });
}

describe('the host', () => {
  it.each(['localhost', '127.0.0.1', '[::1]'])('%s gets its own links', async (name) => {
    const url = `http://${name}:${org.port}`;
    const document = await (await fetch(`${url}/.well-known/openid-configuration`)).json();
    expect(document.issuer).toBe(url);
    for (const [key, value] of Object.entries<unknown>(document)) {
      if (/_endpoint$|_uri$/.test(key)) expect(String(value).startsWith(`${url}/`)).toBe(true);
    }
  });

  it('is given https links where a proxy ended TLS, http ones otherwise', async () => {
    const issuerFor = async (headers: Record<string, string>) => {
      const url = `${org.url}/.well-known/openid-configuration`;
      return (await (await fetch(url, { headers })).json()).issuer;
    };
    const host = new URL(org.url).host;
    expect(await issuerFor({ 'x-forwarded-proto': 'https' })).toBe(`https://${host}`);
    expect(await issuerFor({ 'x-forwarded-host': 'evil.example' })).toBe(`http://${host}`);
  });

  it.each([
    'evil.example',
    'localhost.evil.example:3001',
    '127.0.0.1.evil.example',
    'user@localhost',
    'localhost/x',
  ])('%j is refused, the panel included', async (host) => {
    for (const path of ['/', '/__org__/app']) {
      const { status, text } = await statusFor(host, path);
      expect(status).toBe(400);
      expect(text).not.toContain(org.app.clientSecret);
    }
  });
});

describe('createOrg', () => {
  it('shows a start page and its style, and says what is not there', async () => {
    expect(await (await fetch(org.url)).text()).toContain('ada@northwind.example');
    const css = await fetch(`${org.url}/org.css`);
    expect(css.headers.get('content-type')).toContain('text/css');
    expect((await fetch(`${org.url}/nothing`)).status).toBe(404);
  });

  it('answers too large a form with a refusal', async () => {
    const body = new URLSearchParams({ token: 'x'.repeat(70_000) });
    const response = await fetch(`${org.url}/services/oauth2/revoke`, { method: 'POST', body });
    expect(response.status).toBe(413);
  });

  it('refuses a port that is taken', async () => {
    await expect(createOrg({ port: org.port })).rejects.toThrow('EADDRINUSE');
  });

  it('refuses a redirect URI that is none', async () => {
    await expect(createOrg({ redirectUris: ['/auth/callback'] })).rejects.toThrow('/auth/callback');
  });

  it('closes promptly although connections are open', async () => {
    const other = await createOrg();
    await fetch(other.url);
    await fetch(`${other.url}/__org__/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[{"path":"/","delayMs":60000}]',
    });
    const waiting = fetch(other.url).catch(() => 'cut');
    const before = performance.now();
    await other.close();
    expect(await waiting).toBe('cut');
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
