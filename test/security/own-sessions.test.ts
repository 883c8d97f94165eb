import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { startNode } from '../processes/start-node.ts';
import { createVisitor, expiredOutcome, signedInOutcome, type Visitor } from './visitor.ts';

let cluster: Cluster;
let otherUrl: string;
beforeAll(async () => {
  cluster = await startCluster({ processes: 2, settings: { RATE_LIMIT_SIGN_IN: '1000' } });
  otherUrl = cluster.members[1]?.url ?? '';
});
afterAll(() => cluster.stop());
afterEach(() => cluster.panel.settings({ rotateRefreshTokens: false }));

async function signedIn(username: string): Promise<Visitor> {
  const visitor = createVisitor(cluster.appUrl);
  await visitor.signIn(username);
  return visitor;
}
/** One after the other: Salesforce revokes the oldest of more than five grants, also while it is signing in. */
async function several(count: number, username: string): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  while (visitors.length < count) visitors.push(await signedIn(username));
  return visitors;
}
const outcomes = (visitors: readonly Visitor[]) =>
  Promise.all(visitors.map((visitor) => visitor.orders()));

describe('a person', () => {
  it('#15 sees their own sessions, this one marked, without anything that could be used as one', async () => {
    const [grace, elsewhere] = await several(2, 'grace@contoso.example');
    const sessions = (await grace?.at(otherUrl).sessions()) ?? [];
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    const keys = ['createdAt', 'current', 'id', 'lastSeenAt', 'userAgent'];
    for (const session of sessions) expect(Object.keys(session).toSorted()).toEqual(keys);
    for (const visitor of [grace, elsewhere]) {
      expect(JSON.stringify(sessions)).not.toContain(visitor?.sessionId());
    }
    const current = sessions.find((session) => session.current);
    const impostor = createVisitor(cluster.appUrl);
    impostor.jar.plant(impostor.url('/'), `session=${current?.id}; Path=/`);
    expect((await impostor.orders()).status).toBe(401);
  });

  it('#15 sees nobody else’s', async () => {
    await several(2, 'alan@northwind.example');
    const sam = await signedIn('sam@store.example');
    expect(await sam.sessions()).toHaveLength(1);
    expect((await createVisitor(cluster.appUrl).ask('/auth/sessions')).status).toBe(401);
  });

  it('#16 ends one of their sessions, in another process too', async () => {
    const [here, there] = await several(2, 'mia@store.example');
    const other = (await here?.sessions())?.find(({ current }) => !current);
    const { status, headers } = (await here?.at(otherUrl).signOut({ sessionId: other?.id })) ?? {};
    expect([status, headers?.get('clear-site-data')]).toEqual([200, null]);
    expect(await here?.orders()).toEqual(signedInOutcome);
    expect(await there?.orders()).toEqual(expiredOutcome);
  });

  it('#16 ends nobody else’s', async () => {
    const [alan, sam] = [
      await signedIn('alan@northwind.example'),
      await signedIn('sam@store.example'),
    ];
    const target = (await alan.sessions()).find(({ current }) => current);
    for (const [who, code] of [
      [sam, 'not_found'],
      [createVisitor(cluster.appUrl), 'not_signed_in'],
    ] as const) {
      const { body } = await who.signOut({ sessionId: target?.id });
      expect(JSON.parse(body).code).toBe(code);
    }
    expect(await alan.orders()).toEqual(signedInOutcome);
  });

  it('#16 ends the others, and then all', async () => {
    const [here, ...others] = await several(3, 'ada@northwind.example');
    const sam = await signedIn('sam@store.example');
    await here?.at(otherUrl).signOut({ others: true });
    expect(await outcomes(others)).toEqual(others.map(() => expiredOutcome));
    expect(await here?.orders()).toEqual(signedInOutcome);
    const another = await signedIn('ada@northwind.example');
    const copies = [here, another].flatMap((visitor) => visitor?.copied() ?? []);
    await here?.signOut({ everywhere: true });
    expect(await outcomes(copies)).toEqual(copies.map(() => expiredOutcome));
    expect(await sam.orders()).toEqual(signedInOutcome);
  });
});

describe('an operator', () => {
  async function endSessions(...args: string[]) {
    const running = startNode(['server/commands/end-sessions.ts', ...args], cluster.settings);
    const { ok } = await running.exited;
    return { ok, output: running.output() };
  }

  it('#17 ends the sessions of a user, or everybody’s', async () => {
    const hers = await several(2, 'ada@northwind.example');
    const grace = await signedIn('grace@contoso.example');
    const { ok, output } = await endSessions('--user', 'Ada@northwind.example');
    expect([ok, output]).toEqual([true, expect.stringMatching(/\d+ sessions have ended/)]);
    expect(await outcomes(hers)).toEqual(hers.map(() => expiredOutcome));
    expect(await grace.at(otherUrl).orders()).toEqual(signedInOutcome);
    await endSessions('--everybody');
    expect(await grace.at(otherUrl).orders()).toEqual(expiredOutcome);
  });

  it.each([[[]], [['--user', 'a', '--everybody']]])('#17 is told how, for %j', async (args) => {
    const { ok, output } = await endSessions(...args);
    expect([ok, output]).toEqual([false, expect.stringContaining('--everybody')]);
  });
});

describe('browsers of one person', () => {
  it('#18 stay signed in, six at once, also when their access token dies', async () => {
    const six = await several(6, 'ada@northwind.example');
    const everywhere = () => outcomes(six.flatMap((visitor) => [visitor, visitor.at(otherUrl)]));
    const allSignedIn = Array.from({ length: 12 }, () => signedInOutcome);
    expect(await everywhere()).toEqual(allSignedIn);
    for (const rotateRefreshTokens of [false, true, true]) {
      await cluster.panel.settings({ rotateRefreshTokens });
      await cluster.panel.expire('access');
      expect(await everywhere()).toEqual(allSignedIn);
    }
  });

  it('#18 are fifty at most: with one more the oldest ends', async () => {
    const oldest = await signedIn('grace@contoso.example');
    /** Signs in as the same person in a fresh browser, which Salesforce knows already. */
    const another = async () => {
      const visitor = oldest.copied();
      visitor.jar.plant(visitor.url('/'), 'session=; Path=/; Max-Age=0');
      await visitor.signIn('grace@contoso.example');
      return visitor;
    };
    const rest: Visitor[] = [];
    while (rest.length < 49) rest.push(await another());
    expect(await oldest.sessions()).toHaveLength(50);
    const last = await another();
    expect(await last.sessions()).toHaveLength(50);
    expect(await oldest.whoAmI()).toBeUndefined();
    const names = await Promise.all([...rest, last].map((visitor) => visitor.whoAmI()));
    expect(new Set(names)).toEqual(new Set(['grace@contoso.example']));
  });
});
