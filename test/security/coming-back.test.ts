import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { CookieJar } from '../cookie-jar.ts';
import { createVisitor, signedInOutcome } from './visitor.ts';

let cluster: Cluster;
let otherUrl: string;
beforeAll(async () => {
  cluster = await startCluster({ processes: 2 });
  otherUrl = cluster.members[1]?.url ?? '';
});
afterAll(() => cluster.stop());
afterEach(() => expect(cluster.log()).not.toMatch(/"code":"internal"|"status":500/));

const ada = 'ada@northwind.example';
const visitor = () => createVisitor(cluster.appUrl);

describe('coming back', () => {
  it('#28 works only in the browser that set out', async () => {
    const attacker = visitor();
    await attacker.signIn(ada);
    const { authorize } = await attacker.setOut();
    const callback = await attacker.comeBack(authorize);
    expect(callback.searchParams.get('code')).toBeTruthy();
    const victim = visitor();
    await victim.setOut();
    const answer = await victim.jar.request(callback);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await victim.whoAmI()).toBeUndefined();
  });

  it('#28 does not take the attempt of another state', async () => {
    const browser = visitor();
    await browser.signIn(ada);
    const [one, two] = [await browser.setOut(), await browser.setOut()];
    const callback = await browser.comeBack(one.authorize);
    callback.searchParams.set('state', two.authorize.searchParams.get('state') ?? '');
    const before = browser.sessionId();
    // The code is of another challenge and nonce: the attempt of that state gets nothing for it.
    expect((await browser.jar.request(callback)).status).toBeGreaterThanOrEqual(400);
    expect(browser.sessionId()).toBe(before);
  });

  it('#28 works once, also when two processes are asked at the same time', async () => {
    const browser = visitor();
    await browser.signIn(ada);
    const { authorize } = await browser.setOut();
    const callback = await browser.comeBack(authorize);
    const exchanges = () => cluster.panel.calls('token:authorization_code');
    const before = await exchanges();
    const again = browser.copied();
    const answers = await Promise.all([
      browser.jar.request(callback),
      again.jar.request(new URL(callback.pathname + callback.search, otherUrl)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await exchanges()) - before).toBe(1);
    const begun = answers
      .flatMap(({ headers }) => headers.getSetCookie())
      .filter((line) => line.startsWith('session='));
    expect(begun).toHaveLength(1);
  });

  it.each(['', '?', '?state=', '?code=x', '?state=a&state=b', '?state=a&code=x&state=a'])(
    '#30 is refused with %j',
    async (search) => {
      const answer = await visitor().ask(`/auth/callback${search}`);
      expect(answer.status).toBe(422);
      expect(JSON.parse(answer.body).code).toBe('invalid_input');
      expect(answer.headers.getSetCookie()).toEqual([]);
    },
  );

  it.each(['code', 'iss', 'error', 'response', 'id_token'])(
    '#30 is refused with two of %s',
    async (name) => {
      const browser = visitor();
      await browser.signIn(ada);
      const { authorize } = await browser.setOut();
      const callback = await browser.comeBack(authorize);
      for (const value of ['x', 'y']) callback.searchParams.append(name, value);
      const before = browser.sessionId();
      const answer = await browser.jar.request(callback);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body).toContain('You are not signed in');
      expect(browser.sessionId()).toBe(before);
    },
  );

  it('#37 succeeds in two tabs that set out at once', async () => {
    const browser = visitor();
    const tabs = [await browser.setOut(), await browser.setOut('/auth/login?returnTo=/orders')];
    await browser.signIn(ada);
    // Signed in to Salesforce by now, the tabs that wait there are sent straight back.
    for (const [place, path] of ['/', '/orders'].entries()) {
      const { authorize = new URL('none:') } = tabs[place] ?? {};
      const page = await browser.jar.open(authorize);
      expect([page.status, page.url.href]).toEqual([200, browser.url(path).href]);
      expect(await browser.orders()).toEqual(signedInOutcome);
    }
  });

  it('#37 succeeds in another process than the one that was asked first', async () => {
    const browser = visitor();
    await browser.signIn(ada);
    const { authorize } = await browser.setOut();
    const { pathname, search } = await browser.comeBack(authorize);
    const answer = await browser.jar.request(new URL(pathname + search, otherUrl));
    expect([answer.status, answer.headers.getSetCookie().length]).toEqual([303, 2]);
    expect(await browser.orders()).toEqual(signedInOutcome);
  });

  it('#38 goes to the page when it is played again: back button, reload, old tab', async () => {
    const browser = visitor();
    await browser.signIn(ada, { returnTo: '/orders' });
    const past = browser.jar.exchanges.map(({ url }) => new URL(url));
    const { pathname, search } =
      past.findLast((url) => url.pathname === '/auth/callback') ?? new URL('none:');
    const before = browser.sessionId();
    for (const url of [cluster.appUrl, otherUrl]) {
      // With the attempt's cookie, as a browser has it that crashed and came back, and without.
      for (const jar of [browser.jar, browser.jar.copy(), new CookieJar()]) {
        const answer = await jar.request(new URL(pathname + search, url));
        expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    }
    expect(browser.sessionId()).toBe(before);
    expect(await browser.orders()).toEqual(signedInOutcome);
  });

  it('#38 goes to the page in another process also where the cookie of the attempt is still there', async () => {
    const browser = visitor();
    await browser.signIn(ada);
    const { authorize } = await browser.setOut();
    const callback = await browser.comeBack(authorize);
    const restored = browser.copied();
    expect((await browser.jar.request(callback)).status).toBe(303);
    const replayed = await restored.jar.request(
      new URL(callback.pathname + callback.search, otherUrl),
    );
    expect([replayed.status, replayed.headers.get('location')]).toEqual([303, '/']);
    expect(replayed.headers.getSetCookie().join()).not.toContain('session=');
    expect(await browser.orders()).toEqual(signedInOutcome);
  });
});
