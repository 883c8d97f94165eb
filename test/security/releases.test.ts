import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSealer } from '../../server/bff/session/seal.ts';
import { sessionKey } from '../../server/bff/session/session-cookie.ts';
import { type Cluster, startCluster } from '../cluster.ts';
import { type KeptInRedis, keptInRedis } from './kept-in-redis.ts';
import { createVisitor, expiredOutcome, signedInOutcome, type Visitor } from './visitor.ts';

const secret = randomBytes(32).toString('base64url');

let cluster: Cluster;
let kept: KeptInRedis;
beforeAll(async () => {
  cluster = await startCluster({ processes: 1, settings: { SESSION_SECRET: secret } });
  kept = keptInRedis(cluster.redis);
});
afterAll(() => cluster.stop());
afterEach(() => expect(cluster.log()).not.toMatch(/"code":"internal"|"status":500/));

const ada = 'ada@northwind.example';
async function signedIn(): Promise<Visitor> {
  const visitor = createVisitor(cluster.appUrl);
  await visitor.signIn(ada);
  return visitor;
}

/** What another release could have written: sealed as ours, of another form. */
const sealedSession = (visitor: Visitor, record: object) =>
  createSealer([secret], 'session').seal(record, sessionKey(visitor.sessionId() ?? ''));
const ofTheNextRelease = { version: 2, subject: 'ada', since: 'today' };

const revocations = () => cluster.panel.calls('POST /revoke');

describe('a session that only another release can read', () => {
  it.each<[string, (visitor: Visitor) => Promise<void>]>([
    [
      'of the next version',
      (visitor) =>
        kept.set(kept.sessionOf(visitor), 'record', sealedSession(visitor, ofTheNextRelease)),
    ],
    [
      'without its user',
      (visitor) =>
        kept.set(kept.sessionOf(visitor), 'record', sealedSession(visitor, { version: 1 })),
    ],
    ['that is garbage', (visitor) => kept.set(kept.sessionOf(visitor), 'record', '{"user":1}')],
    ['that is empty', (visitor) => kept.set(kept.sessionOf(visitor), 'record', '')],
    ['without a record', (visitor) => kept.remove(kept.sessionOf(visitor), 'record')],
    ['without its time', (visitor) => kept.remove(kept.sessionOf(visitor), 'lastSeenAt')],
    ['of no time', (visitor) => kept.set(kept.sessionOf(visitor), 'lastSeenAt', 'yesterday')],
  ])('means a new sign-in, never an error: one %s', async (_, change) => {
    const visitor = await signedIn();
    await change(visitor);
    expect(await visitor.session()).toEqual({ user: null });
    expect(await visitor.orders()).toEqual(expiredOutcome);
    expect((await visitor.ask('/auth/sessions')).status).toBe(401);
    await visitor.signIn(ada);
    expect(await visitor.orders()).toEqual(signedInOutcome);
    expect((await visitor.signOut()).status).toBe(200);
  });

  it('keeps the grant through the sign-out of the person’s other sessions', async () => {
    const [theirs, ours] = [await signedIn(), await signedIn()];
    const record = await kept.get(kept.sessionOf(theirs), 'record');
    await kept.set(kept.sessionOf(theirs), 'record', sealedSession(theirs, ofTheNextRelease));
    await expect.poll(revocations).toBeGreaterThan(0);
    const before = await revocations();
    await ours.signOut();
    expect(await revocations()).toBe(before);
    // The other release goes on with it.
    await kept.set(kept.sessionOf(theirs), 'record', record);
    expect(await theirs.orders()).toEqual(signedInOutcome);
    await theirs.signOut();
    expect(await revocations()).toBe(before + 1);
  });

  it('is ended by signing out, also at this release', async () => {
    const visitor = await signedIn();
    const key = kept.sessionOf(visitor);
    await kept.set(key, 'record', sealedSession(visitor, ofTheNextRelease));
    expect(await kept.keys(key)).toEqual([key]);
    expect((await visitor.signOut()).status).toBe(200);
    expect(await kept.keys(key)).toEqual([]);
  });

  it.each([{ everywhere: true }, { others: true }])(
    'is ended by %j of another session of the person',
    async (body) => {
      const [theirs, ours] = [await signedIn(), await signedIn()];
      const key = kept.sessionOf(theirs);
      await kept.set(key, 'record', sealedSession(theirs, ofTheNextRelease));
      expect((await ours.signOut(body)).status).toBe(200);
      expect(await kept.keys(key)).toEqual([]);
    },
  );
});

describe('a grant that only another release can read', () => {
  it('means a new sign-in, never an error', async () => {
    const visitor = await signedIn();
    const grant = await kept.grantOf(visitor);
    const owner = grant.replace('bff:grant:', '');
    const sealed = createSealer([secret], 'grant').seal({ version: 2, tokens: [] }, owner);
    await kept.set(grant, 'grant', sealed);
    expect(await visitor.orders()).toEqual(expiredOutcome);
    await visitor.signIn(ada);
    expect(await visitor.orders()).toEqual(signedInOutcome);
  });
});
