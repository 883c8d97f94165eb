import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSealer } from '../../server/bff/session/seal.ts';
import { sessionKey } from '../../server/bff/session/session-cookie.ts';
import { type Cluster, startCluster } from '../cluster.ts';
import { type KeptInRedis, keptInRedis } from './kept-in-redis.ts';
import { createVisitor, expiredOutcome, signedInOutcome, type Visitor } from './visitor.ts';

const newSecret = () => randomBytes(32).toString('base64url');
const secret = newSecret();

let cluster: Cluster;
let kept: KeptInRedis;
let otherUrl: string;
beforeAll(async () => {
  cluster = await startCluster({ processes: 2, settings: { SESSION_SECRET: secret } });
  kept = keptInRedis(cluster.redis);
  otherUrl = cluster.members[1]?.url ?? '';
});
afterAll(() => cluster.stop());
beforeEach(() => cluster.redis.ask('FLUSHALL'));
afterEach(() => expect(cluster.log()).not.toMatch(/"code":"internal"|"status":500/));

async function signedIn(username: string, appUrl = cluster.appUrl): Promise<Visitor> {
  const visitor = createVisitor(appUrl);
  await visitor.signIn(username);
  return visitor;
}
const ada = 'ada@northwind.example';
const grace = 'grace@contoso.example';

describe('a dump of Redis', () => {
  let dump: string;
  let people: readonly Visitor[];
  beforeEach(async () => {
    await cluster.panel.settings({ rotateRefreshTokens: true });
    people = [await signedIn(ada), await signedIn(grace)];
    await cluster.panel.expire('access');
    for (const visitor of people) expect(await visitor.orders()).toEqual(signedInOutcome);
    await cluster.panel.settings({ rotateRefreshTokens: false });
    dump = (await cluster.redis.dump()).toString('latin1');
    // It is all there, and can be searched.
    for (const visitor of people) {
      expect(dump).toContain(kept.sessionOf(visitor));
      expect(dump).toContain((await visitor.session()).user?.id);
    }
  });

  it('#22 has no session’s id, and nothing that is in its cookie', () => {
    for (const { jar, url, sessionId } of people) {
      const cookie = decodeURIComponent(jar.cookie(url('/'), 'session') ?? '');
      for (const part of [sessionId() ?? '', cookie.split('.')[1] ?? '']) {
        expect(part.length).toBeGreaterThan(40);
        expect(dump).not.toContain(part);
      }
    }
  });

  it('#23 has no token, code or secret, and no name or address of a person', async () => {
    const secrets = [...(await cluster.panel.secrets()), secret];
    expect(secrets.length).toBeGreaterThan(8);
    const forms = secrets.flatMap((text) => [text, btoa(text), encodeURIComponent(text)]);
    expect(forms.filter((text) => dump.includes(text))).toEqual([]);
    for (const word of [ada, grace, 'Lovelace', 'Hopper', 'northwind', '127.0.0.1']) {
      expect(dump.toLowerCase()).not.toContain(word.toLowerCase());
    }
  });

  it('#28 has no state of a sign-in, although used ones are remembered', async () => {
    expect((await kept.keys('bff:state:*')).length).toBeGreaterThan(0);
    const states = people.flatMap(({ jar }) =>
      jar.exchanges.flatMap(({ url }) => new URL(url).searchParams.get('state') ?? []),
    );
    expect(states.length).toBeGreaterThan(0);
    expect(states.filter((state) => dump.includes(state))).toEqual([]);
  });
});

describe('whoever can write to Redis', () => {
  it('#24 cannot give one person’s grant to another', async () => {
    const [one, two] = [await signedIn(ada), await signedIn(grace)];
    await kept.swap(await kept.grantOf(one), await kept.grantOf(two), 'grant');
    const queries = await cluster.panel.calls('GET /query');
    for (const visitor of [one, two]) expect(await visitor.orders()).toEqual(expiredOutcome);
    expect(await cluster.panel.calls('GET /query')).toBe(queries);
    await one.signIn(ada);
    expect(await one.orders()).toEqual(signedInOutcome);
  });

  it('#24 cannot give one person’s session to another', async () => {
    const [one, two] = [await signedIn(ada), await signedIn(grace)];
    await kept.swap(kept.sessionOf(one), kept.sessionOf(two), 'record');
    for (const visitor of [one, two]) {
      expect(await visitor.whoAmI()).toBeUndefined();
      expect(await visitor.orders()).toEqual(expiredOutcome);
    }
  });

  it('#24 cannot use what is sealed for one purpose for another', async () => {
    const one = await signedIn(ada);
    const { user } = await one.session();
    const key = kept.sessionOf(one);
    const grant = await kept.grantOf(one);
    await kept.set(key, 'record', await kept.get(grant, 'grant'));
    expect(await one.whoAmI()).toBeUndefined();
    // Even if all else fits: the key, the form, the secret.
    const record = { version: 1, user, createdAt: Date.now(), userAgent: '' };
    const owner = sessionKey(one.sessionId() ?? '');
    for (const [purpose, who] of [
      ['grant', undefined],
      ['session', ada],
    ] as const) {
      await kept.set(key, 'record', createSealer([secret], purpose).seal(record, owner));
      expect(await one.whoAmI()).toBe(who);
    }
  });

  it('#24 cannot change a single character', async () => {
    const one = await signedIn(ada);
    const key = kept.sessionOf(one);
    const record = await kept.get(key, 'record');
    for (const place of [0, 8, 9, 20, 40, record.length - 2]) {
      const other = record[place] === 'A' ? 'B' : 'A';
      await kept.set(key, 'record', record.slice(0, place) + other + record.slice(place + 1));
      expect(await one.orders()).toEqual(expiredOutcome);
    }
    await kept.set(key, 'record', record);
    expect(await one.orders()).toEqual(signedInOutcome);
  });
});

describe('another deployment on the same Redis', () => {
  beforeEach(() => cluster.replace(1, { SESSION_SECRET: newSecret(), APP_URL: otherUrl }));

  it('#24 takes neither a cookie, a session nor a grant of this one for its own', async () => {
    const here = await signedIn(ada);
    expect(await here.at(otherUrl).whoAmI()).toBeUndefined();
    expect((await here.at(otherUrl).orders()).status).toBe(401);
    const there = await signedIn(grace, otherUrl);
    expect(await there.orders()).toEqual(signedInOutcome);
    const [ofHere, ofThere] = [kept.sessionOf(here), kept.sessionOf(there)];
    await kept.set(ofThere, 'record', await kept.get(ofHere, 'record'));
    expect(await there.orders()).toEqual(expiredOutcome);
    // The same person signs in there: her grant here cannot be read any more, which is a new sign-in.
    const elsewhere = await signedIn(ada, otherUrl);
    expect(await elsewhere.orders()).toEqual(signedInOutcome);
    expect(await here.orders()).toEqual(expiredOutcome);
    await here.signIn(ada);
    expect(await here.orders()).toEqual(signedInOutcome);
  });
});

describe('a new secret', () => {
  const next = newSecret();
  const use = (place: number, ...secrets: string[]) =>
    cluster.replace(place, { SESSION_SECRET: secrets.join() });
  const outcomes = (visitors: readonly Visitor[]) =>
    Promise.all(visitors.flatMap((visitor) => [visitor.orders(), visitor.at(otherUrl).orders()]));

  it('#25 signs nobody out while the old one is still known, and those in old sessions afterwards', async () => {
    await use(1, secret);
    const old = [await signedIn(ada), await signedIn('mia@store.example')];
    const underWay = await signedIn('alan@northwind.example');
    const { authorize } = await underWay.setOut();
    // One after the other, as a platform restarts them: first all know it, then they begin to use it.
    await use(1, secret, next);
    await use(0, next, secret);
    const since = await signedIn(grace);
    const everybody = [...old, since];
    const allSignedIn = Array.from({ length: 6 }, () => signedInOutcome);
    expect(await outcomes(everybody)).toEqual(allSignedIn);
    // Also where tokens are renewed, and kept under either secret.
    await cluster.panel.expire('access');
    expect(await outcomes(everybody)).toEqual(allSignedIn);
    await underWay.jar.open(authorize);
    expect(await underWay.at(otherUrl).whoAmI()).toBe('alan@northwind.example');

    await Promise.all([use(0, next), use(1, next)]);
    expect(await outcomes([since, underWay])).toEqual(allSignedIn.slice(0, 4));
    for (const visitor of old) {
      expect(await visitor.whoAmI()).toBeUndefined();
      expect((await visitor.orders()).status).toBe(401);
    }
    const [again] = old;
    await again?.signIn(ada);
    expect(await again?.orders()).toEqual(signedInOutcome);
  });
});
