import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { CookieJar } from './cookie-jar.ts';
import { htmlForm } from './html-form.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that both hosts reach. Its answers are the request's cookies, unless `answer` says more. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    answer(request, response);
    if (!response.writableEnded) response.end(request.headers.cookie ?? 'none');
  }).listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    app: new URL(`http://localhost:${port}/`),
    org: new URL(`http://127.0.0.1:${port}/`),
  };
}

const cookies = (lines: readonly string[]) => (request: IncomingMessage, answer: ServerResponse) =>
  request.url === '/set' && answer.setHeader('set-cookie', lines);

describe('CookieJar', () => {
  it('keeps cookies for their host and path, and forgets what is over', async () => {
    const { app, org } = await serve((request, response) => {
      cookies(['a=1=1; Path=/; HttpOnly', 'b=2; Path=/deep; Secure', 'c=3'])(request, response);
      if (request.url === '/unset') response.setHeader('set-cookie', 'a=; Path=/; Max-Age=0');
    });
    const jar = new CookieJar();
    await jar.request(new URL('/set', app));
    expect(jar.cookieHeader(app)).toBe('a=1=1; c=3');
    expect(jar.cookieHeader(new URL('/deep/er', app))).toBe('a=1=1; b=2; c=3');
    expect(jar.cookieHeader(new URL('/deeper', app))).toBe('a=1=1; c=3');
    expect((await jar.open(app)).body).toBe('a=1=1; c=3');
    expect((await jar.open(org)).body).toBe('none');
    await jar.request(new URL('/unset', app));
    expect(jar.cookieHeader(app)).toBe('c=3');
  });

  it('follows redirects over hosts; Strict cookies stay behind when another site has a part', async () => {
    const { app, org } = await serve((request, response) => {
      cookies(['strict=1; SameSite=Strict; Path=/', 'lax=1; SameSite=Lax; Path=/'])(
        request,
        response,
      );
      const to = { '/out': new URL('/back', org), '/back': new URL('/end', app) };
      const location = to[request.url as keyof typeof to];
      if (location !== undefined) response.writeHead(302, { location: location.href }).end();
    });
    const jar = new CookieJar();
    await jar.open(new URL('/set', app));
    const end = await jar.open(new URL('/out', app));
    expect(end.url.href).toBe(new URL('/end', app).href);
    expect(end.body).toBe('lax=1');
    expect((await jar.request(app)).body).toBe('strict=1; lax=1');
    expect(jar.exchanges.map(({ status }) => status)).toEqual([200, 302, 302, 200, 200]);
    expect(jar.received('localhost')).toContain('SameSite=Strict');
  });

  it('stays at an origin where it is told to', async () => {
    const { app, org } = await serve((request, response) => {
      const to = { '/a': '/out', '/out': new URL('/back', org).href }[request.url ?? ''];
      if (to !== undefined) response.writeHead(302, { location: to }).end();
    });
    const answer = await new CookieJar().open(new URL('/a', app), { stayAt: app.origin });
    expect(answer.status).toBe(302);
    expect(answer.url.pathname).toBe('/out');
    expect(answer.headers.get('location')).toBe(new URL('/back', org).href);
  });

  it('tells a cookie’s value, and takes one that somebody plants', async () => {
    const { app } = await serve(() => {});
    const jar = new CookieJar();
    jar.plant(app, 'a=1=2; Path=/');
    expect(jar.cookie(app, 'a')).toBe('1=2');
    expect(jar.cookie(app, 'b')).toBeUndefined();
    expect((await jar.request(app)).body).toBe('a=1=2');
  });

  it('gives up on a loop', async () => {
    const { app } = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    await expect(new CookieJar().open(app)).rejects.toThrow('More than ten redirects');
  });
});

describe('htmlForm', () => {
  it('reads where a form goes, its fields and its buttons', () => {
    const form = htmlForm(
      `<p><form method="POST" action='/go?a=1&amp;b=2'>
         <input type="hidden" name="state" value="&quot;x&#39;&amp;&#x3c;"><input name=username>
         <input type="submit" name="no" value="No">
         <button name="decision" value="allow">Allow</button></form>`,
      new URL('http://127.0.0.1/login'),
    );
    expect(form?.action.href).toBe('http://127.0.0.1/go?a=1&b=2');
    expect(form?.method).toBe('POST');
    expect([...(form?.values ?? [])]).toEqual([
      ['state', '"x\'&<'],
      ['username', ''],
    ]);
    expect(form?.buttons).toEqual(['decision']);
  });

  it('finds none where there is none', () => {
    expect(htmlForm('<p>Sorry</p>', new URL('http://127.0.0.1/'))).toBeUndefined();
  });
});
