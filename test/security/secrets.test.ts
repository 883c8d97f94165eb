import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSealer } from '../../server/bff/session/seal.ts';
import { clientFolder } from '../../server/client-files.ts';
import { type Cluster, startCluster } from '../cluster.ts';
import { forgetPublicRows } from '../forget-public-rows.ts';
import { startNode } from '../processes/start-node.ts';
import { createVisitor, type Visitor } from './visitor.ts';

let cluster: Cluster;
const visitors: Visitor[] = [];
/** Ids of sessions that there were. */
const sessionIds: string[] = [];
/** What commands beside the server have written. */
const written: string[] = [];
beforeAll(async () => {
  cluster = await startCluster({ processes: 2, settings: { LOG_LEVEL: 'trace' } });
  await happenings();
});
afterAll(() => cluster.stop());

async function signedIn(username: string): Promise<Visitor> {
  const visitor = createVisitor(cluster.appUrl);
  visitors.push(visitor);
  await visitor.signIn(username, { returnTo: '/orders?status=Draft' });
  sessionIds.push(visitor.sessionId() ?? '');
  return visitor;
}

/** A day in the life of the server, with all that can go wrong. */
async function happenings(): Promise<void> {
  const { panel } = cluster;
  const otherUrl = cluster.members[1]?.url ?? '';
  const [ada, grace] = [
    await signedIn('ada@northwind.example'),
    await signedIn('grace@contoso.example'),
  ];
  const paths = ['/', '/api/catalogue', '/api/myOrders', '/api/nothing', '/auth/session'];
  for (const visitor of [ada, ada.at(otherUrl), grace]) {
    for (const path of [...paths, '/auth/sessions', '/auth/standing-approval']) {
      await visitor.ask(path);
    }
  }
  for (const rotateRefreshTokens of [true, false]) {
    await panel.settings({ rotateRefreshTokens });
    await panel.expire('access');
    await ada.at(otherUrl).orders();
  }
  // A process that has no token of its own and no catalogue yet, so that it asks for them.
  await forgetPublicRows(cluster.redis);
  await cluster.replace(1);
  // Errors of every kind, whose text could quote what was sent.
  const token = '/services/oauth2/token';
  await panel.expire('access');
  for (const fault of [
    { path: '/query', status: 400, body: [{ errorCode: 'MALFORMED_QUERY', message: 'x' }] },
    { path: '/query', drop: 'before' },
    { path: token, status: 503 },
    { path: token, status: 400, body: { error: 'invalid_client' } },
  ]) {
    await panel.faults({ ...fault, times: 2 });
    await grace.orders();
    await createVisitor(otherUrl).ask('/api/catalogue');
  }
  for (const fault of [
    { path: token, status: 400, body: { error: 'invalid_grant' } },
    { path: '/userinfo', status: 403, body: 'Bad_OAuth_Token' },
  ]) {
    await panel.faults(fault);
    const sam = createVisitor(cluster.appUrl);
    visitors.push(sam);
    await sam.signIn('sam@store.example');
  }
  await panel.faults();
  // A code that was used already, and a body that is none.
  const callback = grace.jar.exchanges.findLast(({ url }) => url.includes('/auth/callback'));
  await grace.jar.request(new URL(callback?.url ?? 'none:'));
  await grace.ask('/auth/logout', { method: 'POST', body: `{"t":${grace.sessionId()}}` });
  // Acting for somebody absent, and an operator.
  await ada.ask('/auth/standing-approval', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"approved":true}',
  });
  for (const program of [
    ['server/jobs/order-digest.ts'],
    ['server/commands/end-sessions.ts', '--user', 'grace@contoso.example'],
  ] as const) {
    const running = startNode(program, cluster.settings);
    await running.exited;
    written.push(running.output());
  }
  await (await signedIn('alan@northwind.example')).signOut();
  await panel.expire('refresh');
  await panel.expire('access');
  await ada.orders();
}

/** A text as it is, and as it could have been written by a program. */
const formsOf = (text: string) => [
  text,
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  Buffer.from(text).toString('base64url'),
  Buffer.from(text).toString('hex'),
];
const found = (texts: readonly string[], where: string) =>
  [...new Set(texts)].filter((text) => formsOf(text).some((form) => where.includes(form)));

/** What is sealed in the cookies of the attempts to sign in. */
function sealedSecrets() {
  const { SESSION_SECRET: secret = '' } = cluster.settings;
  const sealer = createSealer([secret], 'sign-in attempt');
  const cookies = visitors.flatMap(({ jar }) => [
    ...jar.received('localhost').matchAll(/(sign-in\.[\w-]{16})=([^;]+);/g),
  ]);
  return cookies.flatMap(([, name = '', value = '']) => {
    const attempt = sealer.open(value, name);
    // The shape that the server gives it.
    return attempt ? [attempt as Readonly<Record<'state' | 'nonce' | 'codeVerifier', string>>] : [];
  });
}

const received = () => visitors.map(({ jar }) => jar.received('localhost')).join('\n');
const logs = () => [cluster.log(), ...written].join('\n');

describe('what Salesforce and the server keep from the browser', () => {
  it('#5 is in no byte that a browser was sent: header, cookie, body, address or script', async () => {
    const secrets = await cluster.panel.secrets();
    expect(secrets.length).toBeGreaterThan(15);
    const everything = received();
    for (const sign of ['Northwind', 'set-cookie: session=', 'location: http', '"code":']) {
      expect(everything).toContain(sign);
    }
    const { SESSION_SECRET = '', SALESFORCE_PRIVATE_KEY = '' } = cluster.settings;
    const own = [SESSION_SECRET, ...SALESFORCE_PRIVATE_KEY.split('\n').slice(1, -2)];
    const verifiers = sealedSecrets().map(({ codeVerifier }) => codeVerifier);
    expect(verifiers.length).toBeGreaterThan(3);
    expect(found([...secrets, ...own, ...verifiers], everything)).toEqual([]);
  });

  it('#5 is in no cookie that Salesforce or another host gets', async () => {
    const secrets = [...(await cluster.panel.secrets()), ...sessionIds];
    const elsewhere = visitors.map(({ jar }) => jar.cookieHeader(new URL(cluster.orgUrl))).join();
    expect(elsewhere).not.toBe('');
    expect(found(secrets, elsewhere)).toEqual([]);
  });

  it('#5 is in no address of ours but the callback that Salesforce itself sends a code to', async () => {
    const secrets = await cluster.panel.secrets();
    const addresses = visitors
      .flatMap(({ jar }) => jar.exchanges)
      .filter(({ url }) => !new URL(url).pathname.endsWith('/auth/callback'))
      .map(({ url }) => url)
      .join('\n');
    expect(addresses).toContain('code_challenge=');
    expect(found(secrets, addresses)).toEqual([]);
  });

  it('#5 is in no file of the client', async () => {
    const files = globSync(`${clientFolder}/**/*.{js,css,html,svg}`);
    expect(files.length).toBeGreaterThan(3);
    const scripts = files.map((file) => readFileSync(file, 'latin1')).join('\n');
    expect(found(await cluster.panel.secrets(), scripts)).toEqual([]);
  });

  it('#5 is in no line of a log, also at its finest level', async () => {
    const text = logs();
    for (const event of ['sign_in', 'sign_in_refused', 'refresh', 'sign_out', 'problem']) {
      expect(text).toContain(`"event":"${event}"`);
    }
    expect(found(await cluster.panel.secrets(), text)).toEqual([]);
  });

  it('#5 nor is a session’s id, a state, a nonce or a verifier', () => {
    const attempts = sealedSecrets().flatMap((attempt) => [
      attempt.state,
      attempt.nonce,
      attempt.codeVerifier,
    ]);
    expect(new Set(attempts).size).toBeGreaterThan(9);
    expect(sessionIds.length).toBeGreaterThan(1);
    for (const text of [...attempts, ...sessionIds]) expect(text).toMatch(/^[\w-]{43}$/);
    expect(found([...attempts, ...sessionIds], logs())).toEqual([]);
    const cookies = received().match(/(?<=^set-cookie: session=)[^;]+/gm) ?? [];
    expect(cookies.length).toBeGreaterThan(1);
    expect(found(cookies, logs())).toEqual([]);
  });

  it('#5 a session’s id is sent to its browser alone, in its cookie alone', () => {
    const everything = received().replace(/^set-cookie: session=.*$/gm, '');
    expect(found(sessionIds, everything)).toEqual([]);
  });
});
