import { describe, expect, it } from 'vitest';
import { createMeasuredCalls } from '../../server/bff/measured-calls.ts';
import { Problem } from '../../server/bff/problem.ts';
import { createTally, currentTally, withTally } from '../../server/bff/tally.ts';
import { inMemoryTelemetry } from '../in-memory-telemetry.ts';

function setUp() {
  const telemetry = inMemoryTelemetry();
  const { meter, tracer } = telemetry;
  const calls = createMeasuredCalls(meter, tracer);
  const answering = (status: number) =>
    calls.upstream({
      method: 'GET',
      endpoint: 'query',
      send: async () => ({ status }),
      statusOf: (answer) => answer.status,
    });
  return { ...telemetry, calls, answering };
}

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const query = { 'http.request.method': 'GET', 'lwc_bff.endpoint': 'query' };

describe('createMeasuredCalls', () => {
  it('hands on what is answered and what is thrown', async () => {
    const { calls, answering } = setUp();
    expect(await answering(404)).toEqual({ status: 404 });
    const error = new Error('no');
    await expect(calls.store('GET', () => Promise.reject(error))).rejects.toBe(error);
  });

  it('tells calls apart by their outcome, and never by what an error says', async () => {
    const { calls, answering, measured } = setUp();
    await answering(200);
    await answering(200);
    await answering(404);
    const cut = Object.assign(new Error('secret'), { code: 'ECONNRESET' });
    const unavailable = new Problem('store_unavailable', 'secret', { cause: 'not connected' });
    const wrapped = new Problem('store_unavailable', 'secret', { cause: cut });
    await calls.store('GET', () => Promise.reject(unavailable)).catch(() => {});
    await calls.store('GET', () => Promise.reject(wrapped)).catch(() => {});
    await calls.replica(() => Promise.reject(new TypeError('secret'))).catch(() => {});
    const redis = { 'db.system.name': 'redis', 'db.operation.name': 'GET' };
    const postgres = { 'db.system.name': 'postgresql', 'db.operation.name': 'SELECT' };
    const found = (await measured()).map(({ attributes, value }) => [attributes, value]);
    expect(found).toEqual([
      [{ ...query, 'http.response.status_code': 200 }, 2],
      [{ ...query, 'http.response.status_code': 404, 'error.type': '404' }, 1],
      [{ ...redis, 'error.type': 'store_unavailable' }, 1],
      [{ ...redis, 'error.type': 'ECONNRESET' }, 1],
      [{ ...postgres, 'error.type': 'TypeError' }, 1],
    ]);
  });

  it('takes the time in seconds', async () => {
    const { calls, measured } = setUp();
    await calls.store('GET', () => later(50));
    const [call] = await measured();
    expect(call?.sum).toBeGreaterThan(0.045);
    expect(call?.sum).toBeLessThan(5);
  });

  it('tallies them for the request that they are made for, however deep below it', async () => {
    const { calls, answering } = setUp();
    const [one, other] = [createTally('one'), createTally('other')];
    await Promise.all([
      withTally(one, async () => {
        await later(1);
        await Promise.all([answering(200), answering(500)]);
        await calls.store('GET', () => later(20)).catch(() => {});
      }),
      withTally(other, async () => {
        await calls.replica(() => later(20));
        expect(currentTally()).toBe(other);
      }),
    ]);
    expect(currentTally()).toBeUndefined();
    expect([one.upstream.calls, one.store.calls, one.replica.calls]).toEqual([2, 1, 0]);
    expect([other.upstream.calls, other.store.calls, other.replica.calls]).toEqual([0, 0, 1]);
    expect(one.store.ms).toBeGreaterThan(15);
    expect(other.replica.ms).toBeGreaterThan(15);
  });

  it('makes them spans of the request’s trace, and of none where there is none', async () => {
    const { calls, answering, tracer, spans } = setUp();
    const span = tracer.startSpan('request');
    await withTally(createTally('traced', span), () => answering(500));
    await withTally(createTally('untraced'), () => answering(200));
    await calls.store('GET', async () => 1);
    expect(spans()).toMatchObject([
      {
        name: 'GET query',
        parentSpanContext: { spanId: span.spanContext().spanId },
        attributes: { ...query, 'http.response.status_code': 500 },
        status: { code: 2 },
        events: [],
      },
    ]);
  });
});
