import { describe, expect, it, vi } from 'vitest';
import { createFlights } from '../../server/bff/sources/flights.ts';

/** Work of which a test says when and how it ends. */
function setUp() {
  const flights = createFlights<string>();
  const begun: {
    readonly signal: AbortSignal;
    readonly end: (answer: string) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const work = vi.fn(
    (signal: AbortSignal) =>
      new Promise<string>((end, fail) => {
        begun.push({ signal, end, fail });
      }),
  );
  const join = (
    options: { owner?: string; key?: string; fresh?: boolean; signal?: AbortSignal } = {},
  ) => {
    const { owner = 'ada', key = 'orders', fresh = false } = options;
    const { signal = new AbortController().signal } = options;
    return flights.join(owner, key, { signal, fresh }, work);
  };
  return { flights, begun, work, join };
}

const givenUp = { code: 'salesforce_unavailable' };

describe('createFlights', () => {
  it('does equal work of one owner once, for all who ask meanwhile, and anew afterwards', async () => {
    const { begun, work, join } = setUp();
    const all = [join(), join(), join()];
    begun[0]?.end('orders');
    expect(await Promise.all(all)).toEqual(['orders', 'orders', 'orders']);
    const later = join();
    expect(work).toHaveBeenCalledTimes(2);
    begun[1]?.end('newer');
    expect(await later).toBe('newer');
  });

  it.each([
    ['another owner', { owner: 'grace' }],
    ['another key', { key: 'cases' }],
    ['whoever wants it fresh', { fresh: true }],
  ])('begins anew for %s', async (_, other) => {
    const { begun, join } = setUp();
    const answers = [join(), join(other)];
    begun[0]?.end('first');
    begun[1]?.end('second');
    expect(await Promise.all(answers)).toEqual(['first', 'second']);
  });

  it('lets those who come later join what was begun fresh', async () => {
    const { begun, work, join } = setUp();
    const old = join();
    const fresh = join({ fresh: true });
    const later = join();
    expect(work).toHaveBeenCalledTimes(2);
    begun[1]?.end('fresh');
    begun[0]?.end('old');
    expect(await Promise.all([old, fresh, later])).toEqual(['old', 'fresh', 'fresh']);
  });

  it('joins nobody to what was under way when something changed, and does not end it', async () => {
    const { flights, begun, join } = setUp();
    const before = join();
    flights.leaveBehind('ada');
    const after = join();
    const another = join();
    expect(begun).toHaveLength(2);
    begun[0]?.end('before');
    expect(await before).toBe('before');
    // What ended is not what they wait for.
    const last = join();
    begun[1]?.end('after');
    expect(await Promise.all([after, another, last])).toEqual(['after', 'after', 'after']);
    expect(begun).toHaveLength(2);
  });

  it('leaves nothing of others behind', async () => {
    const { flights, begun, join } = setUp();
    const grace = join({ owner: 'grace' });
    flights.leaveBehind('ada');
    const again = join({ owner: 'grace' });
    begun[0]?.end('hers');
    expect(await Promise.all([grace, again])).toEqual(['hers', 'hers']);
  });

  it('goes on for the others when one leaves, and ends when nobody waits', async () => {
    const { begun, join } = setUp();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = join({ signal: one.signal });
    const second = join({ signal: two.signal });
    one.abort();
    await expect(first).rejects.toMatchObject(givenUp);
    expect(begun[0]?.signal.aborted).toBe(false);
    two.abort();
    await expect(second).rejects.toMatchObject(givenUp);
    expect(begun[0]?.signal.aborted).toBe(true);
  });

  it('takes nobody along that has been given up', async () => {
    const { begun, join } = setUp();
    const leaving = new AbortController();
    const left = join({ signal: leaving.signal });
    leaving.abort();
    await expect(left).rejects.toMatchObject(givenUp);
    const next = join();
    begun[0]?.fail(new Error('aborted'));
    begun[1]?.end('anew');
    expect(await next).toBe('anew');
  });

  it('begins nothing that lasts for whoever has left already', async () => {
    const { begun, join } = setUp();
    await expect(join({ signal: AbortSignal.abort() })).rejects.toMatchObject(givenUp);
    expect(begun[0]?.signal.aborted).toBe(true);
  });

  it('tells everybody of a failure, and the next one tries anew', async () => {
    const { begun, join } = setUp();
    const all = [join(), join()];
    begun[0]?.fail(new Error('broken'));
    for (const each of all) await expect(each).rejects.toThrow('broken');
    const next = join();
    begun[1]?.end('well');
    expect(await next).toBe('well');
  });

  it('hands out what none of them can change for the others', async () => {
    const flights = createFlights<{ readonly rows: { name: string }[] }>();
    const asking = { signal: new AbortController().signal, fresh: false };
    const { rows } = await flights.join('ada', 'orders', asking, async () => ({
      rows: [{ name: 'first' }],
    }));
    expect(() => rows.reverse().push({ name: 'second' })).toThrow(TypeError);
    expect(() => Object.assign(rows[0] ?? {}, { name: 'changed' })).toThrow(TypeError);
  });
});
