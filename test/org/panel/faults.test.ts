import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { obtainTokens, postPanel, refresh } from '../oauth/oauth-test-client.ts';

let org: Org;

beforeAll(async () => {
  org = await createOrg({ settings: { rotateRefreshTokens: true } });
});
afterAll(() => org.close());
beforeEach(() => org.reset());

const userinfo = (method = 'GET') =>
  fetch(`${org.url}/services/oauth2/userinfo?x=/token`, { method });
const faults = (list: unknown) => postPanel(org, 'faults', list);

describe('faults', () => {
  it('answer instead of the org, as often as they say', async () => {
    await faults([{ path: '/userinfo', status: 503, body: [{ errorCode: 'X' }], times: 2 }]);
    const first = await userinfo();
    expect(first.status).toBe(503);
    expect(first.headers.get('content-type')).toMatch('application/json');
    expect(await first.json()).toEqual([{ errorCode: 'X' }]);
    expect((await userinfo()).status).toBe(503);
    expect((await userinfo()).status).toBe(403);
    const calls = await (await fetch(`${org.url}/__org__/calls`)).json();
    expect(calls).toEqual({ 'GET /userinfo': 3 });
  });

  it('answer text as it is, and headers', async () => {
    const headers = { location: 'https://evil.example/' };
    await faults([{ path: '/userinfo', status: 302, headers, body: 'gone' }]);
    const url = `${org.url}/services/oauth2/userinfo`;
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe('https://evil.example/');
    expect(await response.text()).toBe('gone');
  });

  it('match in order, by a part of the path and the method', async () => {
    await faults([
      { path: '/userinfo', method: 'post', status: 500 },
      { path: '/token', status: 501 },
      { path: '/userinfo', status: 502, times: 1 },
      { path: '/oauth2', status: 504 },
    ]);
    expect((await userinfo('POST')).status).toBe(500);
    expect((await userinfo()).status).toBe(502);
    expect((await userinfo()).status).toBe(504);
  });

  it('slow down', async () => {
    await faults([{ path: '/userinfo', delayMs: 120, times: 1 }]);
    const before = performance.now();
    expect((await userinfo()).status).toBe(403);
    expect(performance.now() - before).toBeGreaterThan(110);
  });

  it('cut off before the work', async () => {
    const { refresh_token = '' } = await obtainTokens(org);
    await faults([{ path: '/token', drop: 'before', times: 1 }]);
    await expect(refresh(org, refresh_token)).rejects.toThrow('fetch failed');
    expect((await refresh(org, refresh_token)).status).toBe(200);
  });

  it.each([['after'], [true]])('cut off after the work (%s)', async (drop) => {
    const { refresh_token = '' } = await obtainTokens(org);
    await faults([{ path: '/token', drop, times: 1 }]);
    await expect(refresh(org, refresh_token)).rejects.toThrow('fetch failed');
    const issued = await (await fetch(`${org.url}/__org__/tokens`)).json();
    expect(issued.refreshTokens).toHaveLength(2);
    expect((await refresh(org, refresh_token)).body.error).toBe('invalid_grant');
  });

  it.each([
    ['the org’s own', {}],
    ['another', { status: 200, body: { id: 'x'.repeat(1_000) } }],
  ])('break off in the middle of %s answer', async (_what, instead) => {
    const { access_token = '' } = await obtainTokens(org);
    await faults([{ path: '/userinfo', drop: 'midway', times: 1, ...instead }]);
    const headers = { authorization: `Bearer ${access_token}` };
    const ask = () => fetch(`${org.url}/services/oauth2/userinfo`, { headers });
    const broken = await ask();
    expect(broken.status).toBe(200);
    expect(Number(broken.headers.get('content-length'))).toBeGreaterThan(100);
    await expect(broken.text()).rejects.toThrow('terminated');
    expect((await ask()).status).toBe(200);
  });

  it.each([
    ['before', 0],
    ['midway', 1],
    ['after', 1],
  ])('cut off a composite request (%s): %i record is there', async (drop, made) => {
    const { access_token = '' } = await obtainTokens(org);
    const size = org.data().tables.Case.size;
    const part = { method: 'POST', url: '/services/data/v66.0/sobjects/Case', referenceId: 'x' };
    const request = {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        allOrNone: true,
        compositeRequest: [{ ...part, body: { Subject: 'x' } }],
      }),
    };
    await faults([{ path: '/composite', method: 'POST', times: 1, drop }]);
    const send = () => fetch(`${org.url}/services/data/v66.0/composite`, request);
    await expect(send().then((answer) => answer.text())).rejects.toThrow(/failed|terminated/);
    expect(org.data().tables.Case.size).toBe(size + made);
    expect((await send()).status).toBe(200);
    expect(org.data().tables.Case.size).toBe(size + made + 1);
  });

  it('are replaced by the next list, and cleared by an empty one', async () => {
    await faults([{ path: '/userinfo', status: 500 }]);
    await faults([{ path: '/userinfo', status: 502 }]);
    expect((await userinfo()).status).toBe(502);
    await faults([]);
    expect((await userinfo()).status).toBe(403);
  });

  it.each([
    ['no list', { path: '/x' }, 'array'],
    ['no path', [{ status: 500 }], 'path'],
    ['an unknown name', [{ path: '/x', delay: 5 }], 'delay'],
    ['no status', [{ path: '/x', status: 99 }], 'status'],
    ['times 0', [{ path: '/x', times: 0 }], 'times'],
    ['an unknown drop', [{ path: '/x', drop: 'during' }], 'drop'],
    ['a bad header', [{ path: '/x', headers: { a: 'b\r\nc: d' } }], 'headers'],
    ['a framing header', [{ path: '/x', headers: { Trailer: 'x' } }], 'Trailer'],
  ])('refuse %s and keep the list', async (_what, list, words) => {
    await faults([{ path: '/userinfo', status: 502 }]);
    const { status, body } = await faults(list);
    expect(status).toBe(400);
    expect(body.error).toContain(words);
    expect((await userinfo()).status).toBe(502);
  });
});
