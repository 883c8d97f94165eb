import { describe, expect, it } from 'vitest';
import { Problem } from '../../server/bff/problem.ts';
import { createReplicaQueries } from '../../server/bff/sources/replica-queries.ts';

const userOf = (id: string) => ({
  ...{ id, organizationId: '00D', username: `${id}@x.example`, name: id, email: `${id}@x.example` },
});
const [ada, grace] = [userOf('ada'), userOf('grace')];
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A database of which a test says when and how it answers. */
function setUp() {
  const asked: {
    readonly values: readonly unknown[];
    readonly answer: (rows: object[]) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const queries = createReplicaQueries({
    query: ({ values }) =>
      new Promise((answer, fail) => {
        asked.push({ values, answer, fail });
      }),
  });
  const ask = (
    value: string,
    { user = ada, fresh = false, signal = new AbortController().signal } = {},
  ) => queries.query({ text: 'SELECT $1', values: [value] }, user, { signal, fresh });
  return { asked, ask };
}

describe('createReplicaQueries', () => {
  it('asks once what one user asks for several times meanwhile, and anew for anybody else', async () => {
    const { asked, ask } = setUp();
    const [first, second, other, hers] = [
      ask('2026'),
      ask('2026'),
      ask('2025'),
      ask('2026', { user: grace }),
    ];
    await turn();
    expect(asked.map(({ values }) => values)).toEqual([['2026'], ['2025'], ['2026']]);
    asked.forEach(({ answer }, place) => {
      answer([{ place }]);
    });
    expect(await first).toEqual([{ place: 0 }]);
    expect(await second).toBe(await first);
    expect(await other).toEqual([{ place: 1 }]);
    expect(await hers).toEqual([{ place: 2 }]);
  });

  it('asks anew for whoever wants it fresh', async () => {
    const { asked, ask } = setUp();
    const [old, fresh] = [ask('2026'), ask('2026', { fresh: true })];
    asked[0]?.answer([]);
    asked[1]?.answer([{ new: true }]);
    expect([await old, await fresh]).toEqual([[], [{ new: true }]]);
  });

  it('takes no more than two connections for somebody who loads again and again', async () => {
    const { asked, ask } = setUp();
    for (let times = 0; times < 10; times += 1) {
      const leaving = new AbortController();
      const left = ask('2026', { signal: leaving.signal });
      leaving.abort();
      await expect(left).rejects.toMatchObject({ code: 'replica_unavailable' });
    }
    expect(asked).toHaveLength(2);
    const stays = ask('2026', { fresh: true });
    const hers = ask('2026', { user: grace });
    await turn();
    expect(asked).toHaveLength(3);
    asked[2]?.answer([{ hers: true }]);
    expect(await hers).toEqual([{ hers: true }]);
    // What nobody waited for makes room when it is done, and no sooner.
    asked[0]?.answer([]);
    await turn();
    asked[3]?.answer([{ last: true }]);
    expect(await stays).toEqual([{ last: true }]);
    expect(asked).toHaveLength(4);
  });

  it('refuses whoever asks for too much at once', async () => {
    const { ask } = setUp();
    const all = Array.from({ length: 23 }, (_, year) => ask(String(year)));
    await expect(all[22]).rejects.toMatchObject({
      code: 'replica_unavailable',
      headers: { 'Retry-After': '5' },
    });
  });

  it('tells of what the database says as it is', async () => {
    const { asked, ask } = setUp();
    const answer = ask('2026');
    const problem = new Problem('not_configured', 'The shop does not show this yet.');
    asked[0]?.fail(problem);
    await expect(answer).rejects.toBe(problem);
  });
});
