import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const at = (path: string) => new URL(path, product.appUrl);
const bff = { 'X-BFF': '1' };
const ada = 'ada@northwind.example';
const whoAmI = async (jar: CookieJar) => JSON.parse((await jar.request(at('/auth/session'))).body);
const signedIn = async (username = ada) => {
  const jar = new CookieJar();
  await signIn(jar, product.appUrl, username);
  return jar;
};
const revocations = () => product.panel.calls('POST /revoke');
const post = async (jar: CookieJar, body?: unknown, headers: Record<string, string> = bff) => {
  const answer = await jar.request(at('/auth/logout'), {
    method: 'POST',
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { ...answer, json: JSON.parse(answer.body) };
};

describe('POST /auth/logout', () => {
  it('ends the session on the server, and leads to Salesforce’s own sign-out', async () => {
    const jar = await signedIn();
    const copied = jar.copy();
    const { status, headers, json } = await post(jar);
    expect(status).toBe(200);
    expect(headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(jar.cookieHeader(at('/'))).toBe('');
    for (const browser of [jar, copied]) expect(await whoAmI(browser)).toEqual({ user: null });
    const replay = await copied.request(at('/api/myOrders'), { headers: bff });
    expect([replay.status, JSON.parse(replay.body).code]).toEqual([401, 'session_expired']);

    const leave = new URL(json.redirectTo);
    expect(leave.origin + leave.pathname).toBe(`${product.orgUrl}/services/auth/idp/oidc/logout`);
    expect((await jar.open(leave)).url.href).toBe(at('/').href);
    // The next click asks for a password again: nobody finds the last person's orders on a shared computer.
    const next = await jar.open(at('/auth/login'));
    expect(next.body).toContain('name="pw"');
  });

  it('revokes the grant with the last session, not before', async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    // The second sign-in gives the first one's grant back.
    await expect.poll(revocations).toBeGreaterThan(0);
    const before = await revocations();
    await post(one);
    expect(await revocations()).toBe(before);
    expect((await two.request(at('/api/myOrders'), { headers: bff })).status).toBe(200);
    await post(two);
    expect(await revocations()).toBe(before + 1);
  });

  it('works while Salesforce does not', async () => {
    const jar = await signedIn();
    await product.panel.faults({ path: '/services/oauth2/revoke', status: 503 });
    try {
      expect((await post(jar)).status).toBe(200);
      expect(await whoAmI(jar)).toEqual({ user: null });
    } finally {
      await product.panel.faults();
    }
  });

  it('waits a few seconds at most for a Salesforce that hangs', async () => {
    const jar = await signedIn();
    await product.panel.faults({ path: '/services/oauth2/revoke', delayMs: 20_000, times: 1 });
    const startedAt = Date.now();
    try {
      expect((await post(jar)).status).toBe(200);
      expect(Date.now() - startedAt).toBeLessThan(6_000);
    } finally {
      await product.panel.faults();
    }
  });

  it('has nothing to end for somebody who is not signed in, and says so calmly', async () => {
    expect((await post(new CookieJar())).json).toEqual({ redirectTo: '/' });
  });

  it.each([
    ['without X-BFF', {}],
    ['from another site', { ...bff, 'Sec-Fetch-Site': 'cross-site' }],
    ['with another origin', { ...bff, Origin: 'https://evil.example' }],
  ])('is refused %s', async (_, headers) => {
    const jar = await signedIn();
    expect((await post(jar, undefined, headers as Record<string, string>)).status).toBe(403);
    expect((await whoAmI(jar)).user.username).toBe(ada);
  });

  it.each([
    ['not JSON', '{', 422],
    ['a wrong type', { everywhere: 'yes' }, 422],
    ['an unknown key', { all: true }, 422],
    ['both', { everywhere: true, sessionId: 'x' }, 422],
    ['a list', [], 422],
    ['far too much', { sessionId: 'x'.repeat(10_000) }, 413],
  ])('is refused with a body of %s, and ends nothing', async (_, body, status) => {
    const jar = await signedIn();
    expect((await post(jar, body)).status).toBe(status);
    expect((await whoAmI(jar)).user.username).toBe(ada);
  });
});

it.each(['text/plain', 'application/x-www-form-urlencoded'])(
  'a body of the type %s is not passed over',
  async (type) => {
    const jar = await signedIn();
    const answer = await jar.request(at('/auth/logout'), {
      method: 'POST',
      headers: { ...bff, 'content-type': type },
      body: '{"everywhere":true}',
    });
    expect(answer.status).toBe(422);
    expect((await whoAmI(jar)).user.username).toBe(ada);
  },
);

describe('a body in chunks that names no type', () => {
  const send = async (jar: CookieJar, text: string) => {
    // Node's fetch needs `duplex` for a stream; the DOM's types do not know it.
    const init = { method: 'POST', headers: bff, body: new Blob([text]).stream(), duplex: 'half' };
    return jar.request(at('/auth/logout'), init);
  };

  it('is obeyed where it is JSON', async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    expect((await send(one, '{"everywhere":true}')).status).toBe(200);
    expect(await whoAmI(two)).toEqual({ user: null });
  });

  it('may be empty, as a proxy makes one of no body', async () => {
    const jar = await signedIn();
    expect((await send(jar, '')).status).toBe(200);
    expect(await whoAmI(jar)).toEqual({ user: null });
  });

  it('is refused where it is anything else', async () => {
    const jar = await signedIn();
    expect((await send(jar, 'everywhere=true')).status).toBe(422);
    expect((await whoAmI(jar)).user.username).toBe(ada);
  });
});

it('what a body says does not reach the log, however malformed', async () => {
  const answer = await post(await signedIn(), '{"t":SECRETVALUE}');
  expect(answer.status).toBe(422);
  await expect.poll(product.log).toContain(answer.json.requestId);
  expect(product.log()).not.toContain('SECRETVALUE');
});

describe('a person’s sessions', () => {
  it('are listed, this one marked, without anything that could be used as one', async () => {
    const jar = await signedIn('grace@contoso.example');
    await signedIn('grace@contoso.example');
    const { body } = await jar.request(at('/auth/sessions'));
    const sessions = JSON.parse(body) as { id: string; current: boolean }[];
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    expect(Object.keys(sessions[0] ?? {}).toSorted()).toEqual([
      'createdAt',
      'current',
      'id',
      'lastSeenAt',
      'userAgent',
    ]);
    for (const { id } of sessions) expect(jar.cookieHeader(at('/'))).not.toContain(id);
  });

  it('can be ended one by one and all at once, by their owner alone', async () => {
    const alan = () => signedIn('alan@northwind.example');
    const [one, two, three] = [await alan(), await alan(), await alan()];
    const sessions = JSON.parse((await one.request(at('/auth/sessions'))).body) as {
      id: string;
      current: boolean;
    }[];
    const other = sessions.find(({ current }) => !current);
    const sam = await signedIn('sam@store.example');
    expect((await post(sam, { sessionId: other?.id })).json.code).toBe('not_found');
    expect((await post(new CookieJar(), { sessionId: other?.id })).json.code).toBe('not_signed_in');
    const answer = await post(one, { sessionId: other?.id });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('clear-site-data')).toBeNull();
    const left = await Promise.all([one, two, three].map(whoAmI));
    expect(left.filter(({ user }) => user !== null)).toHaveLength(2);
    expect(left[0].user).not.toBeNull();
    await post(one, { everywhere: true });
    for (const jar of [one, two, three]) expect(await whoAmI(jar)).toEqual({ user: null });
    expect((await whoAmI(sam)).user.username).toBe('sam@store.example');
  });

  it('are nobody’s business who is not signed in', async () => {
    expect((await new CookieJar().request(at('/auth/sessions'))).status).toBe(401);
  });
});
