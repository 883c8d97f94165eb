import { describe, expect, it, vi } from 'vitest';
import { createMeasure } from '../../server/bff/measure.ts';
import { Problem, type ProblemCode } from '../../server/bff/problem.ts';
import type { KeptRows } from '../../server/bff/sources/kept-rows.ts';
import { createRowsCache } from '../../server/bff/sources/rows-cache.ts';
import type { SharedRows } from '../../server/bff/sources/shared-rows.ts';
import { inMemoryTelemetry } from '../in-memory-telemetry.ts';

const freshMs = 300_000;
const hour = 3_600_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

function setUp(shared?: SharedRows) {
  let now = 1_000_000;
  let asked = 0;
  let failure: Error | undefined;
  let holdUp: Promise<void> | undefined;
  const report = vi.fn();
  const { meter, measured } = inMemoryTelemetry();
  const measure = createMeasure(meter);
  const cache = createRowsCache({ shared, report, measure, clock: () => now });
  const ask = vi.fn(async (): Promise<KeptRows> => {
    const askedAt = now;
    await holdUp;
    if (failure) throw failure;
    asked += 1;
    return { rows: [`answer ${asked}`], askedAt, bytes: 10 };
  });
  return {
    ask,
    report,
    /** How often rows were found where. */
    found: async () =>
      Object.fromEntries(
        (await measured()).map(({ attributes, value }) => [attributes['lwc_bff.found'], value]),
      ),
    read: async (query = 'query') => (await cache.read(query, freshMs, ask)).rows[0],
    later(ms: number) {
      now += ms;
    },
    fails(code: ProblemCode | undefined) {
      failure = code && new Problem(code, 'It does not work.');
    },
    throws(error: Error) {
      failure = error;
    },
    /** Until what is answered has been called, nothing is. */
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      holdUp = promise;
      return () => {
        holdUp = undefined;
        resolve();
      };
    },
  };
}

describe('createRowsCache', () => {
  it('asks once for any number who have nothing, and not again while it is fresh', async () => {
    const { ask, read, later } = setUp();
    const all = await Promise.all(Array.from({ length: 100 }, () => read()));
    expect(new Set(all)).toEqual(new Set(['answer 1']));
    later(freshMs - 1);
    expect(await read()).toBe('answer 1');
    expect(ask).toHaveBeenCalledTimes(1);
    expect(await read('another')).toBe('answer 2');
  });

  it('shows what is older at once, and asks anew behind it, once', async () => {
    const { ask, read, later, hold } = setUp();
    await read();
    later(freshMs);
    const letGo = hold();
    const all = await Promise.all(Array.from({ length: 50 }, () => read()));
    expect(new Set(all)).toEqual(new Set(['answer 1']));
    expect(ask).toHaveBeenCalledTimes(2);
    letGo();
    await turn();
    expect(await read()).toBe('answer 2');
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it.each(['salesforce_unavailable', 'salesforce_limit', 'internal'] as const)(
    'shows what it has for a day when asking ends with %s',
    async (code) => {
      const { read, later, fails } = setUp();
      await read();
      fails(code);
      for (let hours = 1; hours < 24; hours += 1) {
        later(hour);
        expect(await read()).toBe('answer 1');
        await turn();
      }
      later(hour);
      await expect(read()).rejects.toMatchObject({ code });
      fails(undefined);
      later(60_000);
      expect(await read()).toBe('answer 2');
    },
  );

  it('shows nothing more of what the integration user may not read any more', async () => {
    const { read, later, fails } = setUp();
    await read();
    later(freshMs);
    fails('not_configured');
    expect(await read()).toBe('answer 1');
    await turn();
    await expect(read()).rejects.toMatchObject({ code: 'not_configured' });
  });

  it('tells those who have nothing what went wrong, and tries once more at once', async () => {
    const { ask, read, fails } = setUp();
    fails('salesforce_unavailable');
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => read()));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(ask).toHaveBeenCalledTimes(1);
    fails(undefined);
    expect(await read()).toBe('answer 1');
  });

  it('does not ask in a loop after failures, and reports each of them once', async () => {
    const { ask, read, report, later, fails } = setUp();
    await read();
    later(freshMs);
    fails('salesforce_unavailable');
    let moments: number[] = [];
    for (let second = 0; second < 180; second += 1) {
      const before = ask.mock.calls.length;
      for (let request = 0; request < 5; request += 1) {
        await read();
        await turn();
      }
      moments = moments.concat(Array(ask.mock.calls.length - before).fill(second));
      later(1_000);
    }
    expect(moments).toEqual([0, 0, 1, 3, 7, 15, 31, 61, 91, 121, 151]);
    expect(report).toHaveBeenCalledTimes(moments.length);
  });

  it('takes an error of ours for one, and says no more of it', async () => {
    const { read, throws, report } = setUp();
    throws(new RangeError('too many rows'));
    await expect(read()).rejects.toMatchObject({ code: 'internal' });
    expect(report.mock.calls[0]?.[0].cause.message).toBe('too many rows');
  });

  it('keeps no more queries than there is room for', async () => {
    const { ask, read } = setUp();
    for (let query = 0; query < 1_001; query += 1) await read(`query ${query}`);
    await read('query 1000');
    expect(ask).toHaveBeenCalledTimes(1_001);
    await read('query 0');
    expect(ask).toHaveBeenCalledTimes(1_002);
  });

  it('does not ask all the time because the clock was set back', async () => {
    const { ask, read, later } = setUp();
    await read();
    later(-hour);
    expect(await read()).toBe('answer 1');
    later(freshMs);
    expect(await read()).toBe('answer 1');
    expect(ask).toHaveBeenCalledTimes(1);
  });
});

describe('what is counted', () => {
  it('tells what was fresh, what was not, and what nobody had, for each who asks', async () => {
    const { read, later, found } = setUp();
    await Promise.all([read(), read(), read()]);
    await read();
    later(freshMs);
    await read();
    expect(await found()).toEqual({ miss: 3, hit: 1, stale: 1 });
  });

  it('is nothing that was found where asking fails', async () => {
    const { read, fails, found } = setUp();
    fails('salesforce_unavailable');
    await expect(read()).rejects.toThrow();
    expect(await found()).toEqual({ miss: 1 });
  });
});

describe('a process that has nothing itself', () => {
  const sharing = (present: KeptRows | undefined) => ({
    read: vi.fn(async () => present),
    renew: vi.fn<SharedRows['renew']>(async (_query, _since, ask) => ask()),
    drop: vi.fn(async () => {}),
  });

  it('begins with what another one has kept, also when Salesforce is down', async () => {
    const shared = sharing({ rows: ['of another process'], askedAt: 1_000_000, bytes: 10 });
    const { read, later, fails, found } = setUp(shared);
    fails('salesforce_unavailable');
    later(hour);
    expect(await read()).toBe('of another process');
    expect(await read()).toBe('of another process');
    expect(shared.read).toHaveBeenCalledTimes(1);
    expect(await found()).toEqual({ shared: 1, stale: 1 });
  });

  it('leaves alone what is too old', async () => {
    const { read, later } = setUp(sharing({ rows: ['old'], askedAt: 1_000_000, bytes: 10 }));
    later(24 * hour);
    expect(await read()).toBe('answer 1');
  });

  it('says since when it wants rows, and drops what nobody may see any more', async () => {
    const shared = sharing(undefined);
    const { read, later, fails } = setUp(shared);
    await read();
    expect(shared.renew).toHaveBeenCalledWith('query', 1_000_000 - freshMs, expect.anything());
    later(freshMs);
    fails('not_configured');
    await read();
    await turn();
    expect(shared.drop).toHaveBeenCalledWith('query');
  });
});
