import { describe, expect, it, vi } from 'vitest';
import { createCircuits } from '../../server/bff/salesforce/circuits.ts';
import { UpstreamFailure } from '../../server/bff/salesforce/transport.ts';

const origin = 'https://shop.my.salesforce.com';

function setUp() {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  let now = 1_000_000;
  const circuits = createCircuits({ log, clock: () => now });
  const sent = vi.fn();
  /** One call that ends so; what comes of it. */
  function call(end: () => Promise<string>, { at = origin, through = circuits } = {}) {
    const isOutage = (error: unknown) => error instanceof UpstreamFailure;
    const send = () => {
      sent();
      return end();
    };
    return through.run(at, send, isOutage).catch((error: Error) => error.name);
  }
  const good = (options = {}) => call(async () => 'answer', options);
  const bad = (options = {}) => call(() => Promise.reject(new UpstreamFailure('down')), options);
  async function open() {
    for (let failure = 0; failure < 5; failure += 1) expect(await bad()).toBe('UpstreamFailure');
  }
  const pass = (ms: number) => {
    now += ms;
  };
  return { log, circuits, sent, call, good, bad, open, pass };
}

/** A call whose end the test decides. */
function pending() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { end: () => promise, succeed: () => resolve('answer'), fail: reject };
}

describe('a circuit', () => {
  it('opens at the fifth failure in a row: the next call is not made', async () => {
    const { open, good, sent, log } = setUp();
    await open();
    expect(await good()).toBe('CircuitOpen');
    expect(sent).toHaveBeenCalledTimes(5);
    const line = { event: 'salesforce_circuit', state: 'open', instance: origin, failures: 5 };
    expect(log.error.mock.calls).toEqual([[line]]);
  });

  it('stays closed where an answer comes between', async () => {
    const { good, bad, log } = setUp();
    for (const end of [bad, bad, bad, bad, good, bad, bad, bad, bad, good]) await end();
    expect(log.error).not.toHaveBeenCalled();
  });

  it('counts nothing that is no outage', async () => {
    const { call, good } = setUp();
    for (let refusal = 0; refusal < 10; refusal += 1) {
      expect(await call(() => Promise.reject(new RangeError('refused')))).toBe('RangeError');
    }
    expect(await good()).toBe('answer');
  });

  it('counts nothing that began before a good answer', async () => {
    const { call, good, log } = setUp();
    const slow = Array.from({ length: 10 }, pending);
    const begun = slow.map(({ end }) => call(end));
    expect(await good()).toBe('answer');
    for (const { fail } of slow) fail(new UpstreamFailure('down'));
    expect(await Promise.all(begun)).toEqual(Array(10).fill('UpstreamFailure'));
    expect(await good()).toBe('answer');
    expect(log.error).not.toHaveBeenCalled();
  });

  it('lets one call at a time find out whether it answers again, and closes when it does', async () => {
    const { open, call, good, pass, log } = setUp();
    await open();
    pass(999);
    expect(await good()).toBe('CircuitOpen');
    pass(1);
    const probe = pending();
    const probed = call(probe.end);
    expect(await good()).toBe('CircuitOpen');
    pass(4_000);
    probe.succeed();
    expect(await probed).toBe('answer');
    expect(await good()).toBe('answer');
    const line = { event: 'salesforce_circuit', state: 'closed', instance: origin, seconds: 5 };
    expect(log.warn.mock.calls).toEqual([[line]]);
  });

  it('waits longer after every probe in vain, and never longer than ten seconds', async () => {
    const { open, bad, pass, log } = setUp();
    await open();
    for (const ms of [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
      pass(ms - 1);
      expect(await bad()).toBe('CircuitOpen');
      pass(1);
      expect(await bad()).toBe('UpstreamFailure');
    }
    expect(log.error).toHaveBeenCalledTimes(1);
  });

  it('does not wait longer because of many that fail together', async () => {
    const { call, good, pass, log } = setUp();
    const slow = Array.from({ length: 60 }, pending);
    const begun = slow.map(({ end }) => call(end));
    for (const { fail } of slow) fail(new UpstreamFailure('down'));
    await Promise.all(begun);
    expect(log.error).toHaveBeenCalledTimes(1);
    pass(1_000);
    expect(await good()).toBe('answer');
  });

  it('makes the next one the probe where nobody has waited for the last', async () => {
    const { open, call, good, pass } = setUp();
    await open();
    pass(1_000);
    expect(await call(() => Promise.reject(new RangeError('left')))).toBe('RangeError');
    expect(await good()).toBe('answer');
  });

  it('is one instance’s own', async () => {
    const { open, good } = setUp();
    await open();
    expect(await good({ at: 'https://other.my.salesforce.com' })).toBe('answer');
    expect(await good()).toBe('CircuitOpen');
  });

  it('is forgotten where there are too many', async () => {
    const { open, bad, good } = setUp();
    await open();
    for (let place = 0; place < 100; place += 1) await bad({ at: `https://${place}.example` });
    expect(await good()).toBe('answer');
  });

  it('says when it may be worth another try, in whole seconds', async () => {
    const { circuits, open, bad, pass } = setUp();
    const refused = () =>
      expect(
        circuits.run(
          origin,
          async () => '',
          () => true,
        ),
      ).rejects;
    await open();
    pass(300);
    await refused().toMatchObject({ seconds: 1 });
    for (const ms of [700, 2_000, 4_000, 8_000]) {
      pass(ms);
      await bad();
    }
    pass(999);
    await refused().toMatchObject({ seconds: 10 });
  });
});

describe('a piece of work of several calls', () => {
  it('is refused as a whole', async () => {
    const { open, good, circuits, sent } = setUp();
    await open();
    const through = circuits.forOneWork();
    expect([await good({ through }), await good({ through })]).toEqual(
      Array(2).fill('CircuitOpen'),
    );
    expect(sent).toHaveBeenCalledTimes(5);
  });

  it('is finished when it has begun, and says whether there are answers again', async () => {
    const { open, good, bad, circuits } = setUp();
    const through = circuits.forOneWork();
    expect(await good({ through })).toBe('answer');
    await open();
    expect(await bad({ through })).toBe('UpstreamFailure');
    expect(await good()).toBe('CircuitOpen');
    expect(await good({ through })).toBe('answer');
    expect(await good()).toBe('answer');
  });
});
