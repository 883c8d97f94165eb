import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { panelOf } from '../panel.ts';
import { freePort } from '../processes/free-port.ts';
import { settingsFor } from '../processes/settings-for.ts';
import { startNode } from '../processes/start-node.ts';
import { type RunningOrg, startOrg } from '../processes/start-org.ts';
import type { RunningProcess } from '../processes/start-process.ts';
import { untilAnswering } from '../processes/until-answering.ts';
import { type RecordedSalesforce, recordSalesforce } from './recorded-salesforce.ts';
import { createVisitor, type Visitor } from './visitor.ts';

let org: RunningOrg;
let salesforce: RecordedSalesforce;
let server: RunningProcess;
let appUrl: string;
let ada: Visitor;
beforeAll(async () => {
  org = await startOrg(await freePort());
  salesforce = await recordSalesforce(org.url);
  const port = await freePort();
  appUrl = `http://localhost:${port}`;
  server = startNode(['server/main.ts'], {
    PORT: String(port),
    APP_URL: appUrl,
    ...settingsFor(org),
    SALESFORCE_LOGIN_URL: salesforce.url,
  });
  await untilAnswering('The server', `${appUrl}/readyz`, server);
  ada = createVisitor(appUrl);
  await ada.signIn('ada@northwind.example');
});
afterEach(() => panelOf(org.url).faults());
afterAll(async () => {
  await server.stop();
  await salesforce.close();
  await org.stop();
});

/** Sends a path as it is, where `fetch` would straighten it out. */
const rawGet = (path: string) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(appUrl);
    const headers = { 'X-BFF': '1', Cookie: ada.jar.cookieHeader(ada.url('/')) };
    request({ hostname, port, path, headers, timeout: 10_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });

/** What arrives at Salesforce meanwhile. */
async function arriving(act: () => Promise<unknown>) {
  const before = salesforce.requests.length;
  await act();
  return salesforce.requests.slice(before);
}

describe('where the server asks', () => {
  it.each([
    '/api/../services/data/v66.0/limits',
    '/api/myOrders/../../services/data',
    '/api/%2e%2e/services/data/v66.0/limits',
    '/api/myOrder%2f..%2f..%2fservices%2fdata',
    '/api//127.0.0.1/services/data',
    '/api/myOrders@127.0.0.1/x',
    '/api/http://127.0.0.1/services/data',
    'http://127.0.0.1/api/limits',
    '/api/myOrders;url=http://127.0.0.1',
    '/api/myOrders%00/limits',
  ])('#56 is not for the browser to choose: %s', async (path) => {
    let status = 0;
    const sent = await arriving(async () => {
      status = await rawGet(path);
    });
    // What is no route of ours may be a page of the client, which it is for everybody.
    expect(status === 404 || (status === 200 && !path.startsWith('/api/m'))).toBe(true);
    expect(sent).toEqual([]);
  });

  it.each([
    ['an id with a path', '/api/myOrder?id=../../limits'],
    ['an id with a host', '/api/myOrder?id=@127.0.0.1/'],
    ['a parameter of another’s', '/api/myOrders?instanceUrl=http://127.0.0.1'],
    ['a version', '/api/myOrders?version=20.0'],
  ])('#56 is not for its parameters either: %s', async (_, path) => {
    const sent = await arriving(async () => expect((await ada.ask(path)).status).toBe(422));
    expect(sent).toEqual([]);
  });

  it('#56 is not for its headers', async () => {
    const headers = { 'X-Forwarded-Host': 'evil.example', 'X-Original-Url': '/limits' };
    const sent = await arriving(() => ada.ask('/api/myOrders', { headers }));
    expect(sent.map(({ path }) => path.split('?')[0])).toEqual(['/services/data/v66.0/query']);
  });
});

describe('what the server sends', () => {
  it('#57 has nothing of the browser’s cookies and headers', async () => {
    const headers = {
      Authorization: 'Bearer from-the-browser',
      'X-Marked': 'from-the-browser',
      'User-Agent': 'from-the-browser',
      'Accept-Language': 'from-the-browser',
      Referer: 'http://from-the-browser.example/',
      'Sforce-Call-Options': 'client=from-the-browser',
      'X-Forwarded-For': '198.51.100.7',
      Traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    const sent = await arriving(async () => {
      for (const path of ['/api/myOrders', '/api/catalogue?search=pen', '/auth/sessions']) {
        expect((await ada.ask(path, { headers })).status).toBe(200);
      }
      const body = JSON.stringify({ subject: 'A question', description: 'What is it?' });
      const type = { 'Content-Type': 'application/json' };
      const options = { method: 'POST', body, headers: { ...headers, ...type } };
      expect((await ada.ask('/api/openCase', options)).status).toBe(200);
    });
    expect(sent.length).toBeGreaterThanOrEqual(2);
    const cookie = ada.sessionId() ?? 'no session';
    for (const request of sent) {
      const text = JSON.stringify(request);
      for (const foreign of ['from-the-browser', '198.51.100.7', cookie, '0af7651916cd']) {
        expect(text).not.toContain(foreign);
      }
      expect(Object.keys(request.headers)).not.toContain('cookie');
      // Minting a token needs none.
      const { authorization } = request.headers;
      if (request.path.startsWith('/services/data')) expect(authorization).toMatch(/^Bearer 00D/);
    }
  });
});

describe('where Salesforce sends the server', () => {
  const question = { subject: 'A question', description: 'What is it?' };
  it.each([
    ['a query', '/query', '/api/myOrders', undefined],
    ['a command', '/composite', '/api/openCase', question],
  ])('#58 %s does not follow', async (_, path, route, body) => {
    const elsewhere = await recordSalesforce(org.url);
    for (const status of [301, 302, 307, 308]) {
      const headers = { location: `${elsewhere.url}/services/data/v66.0${path}` };
      await panelOf(org.url).faults({ path, status, headers, body: '' });
      const answer = await ada.ask(route, {
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
        headers: { 'Content-Type': 'application/json' },
      });
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([
        503,
        'salesforce_unavailable',
      ]);
    }
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it('#58 a sign-in does not follow, with the secret of the app', async () => {
    const elsewhere = await recordSalesforce(org.url);
    const path = '/services/oauth2/token';
    const headers = { location: `${elsewhere.url}${path}` };
    await panelOf(org.url).faults({ path, status: 307, headers, body: '' });
    const alan = createVisitor(appUrl);
    expect((await alan.signIn('alan@northwind.example')).status).toBeGreaterThanOrEqual(500);
    expect(await alan.whoAmI()).toBeUndefined();
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });
});
