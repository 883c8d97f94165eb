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
const post = async (jar: CookieJar, body?: unknown, headers: Record<string, string> = bff) => {
  const answer = await jar.request(at('/auth/logout'), {
    method: 'POST',
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { ...answer, json: JSON.parse(answer.body) };
};

describe('POST /auth/logout', () => {
  it('leads to Salesforce’s own sign-out, and back', async () => {
    const jar = await signedIn();
    const { status, json } = await post(jar);
    expect(status).toBe(200);
    const leave = new URL(json.redirectTo);
    expect(leave.origin + leave.pathname).toBe(`${product.orgUrl}/services/auth/idp/oidc/logout`);
    expect((await jar.open(leave)).url.href).toBe(at('/').href);
    // The next click asks for a password again: nobody finds the last person's orders on a shared computer.
    const next = await jar.open(at('/auth/login'));
    expect(next.body).toContain('name="pw"');
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
