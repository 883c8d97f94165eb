import type { Meter, ObservableCallback } from '@opentelemetry/api';
import { describe, expect, it, vi } from 'vitest';
import { createApiUsage } from '../../server/bff/salesforce/api-usage.ts';

const minute = 60_000;

function setUp(limitShare = 90) {
  let now = 1_000_000;
  const gauges = new Map<string, ObservableCallback>();
  const meter: Pick<Meter, 'createObservableGauge'> = {
    createObservableGauge: (name) => ({
      addCallback: (read: ObservableCallback) => void gauges.set(name, read),
      removeCallback: () => {},
    }),
  };
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const usage = createApiUsage({ limitShare, log, clock: () => now, meter });
  return {
    usage,
    log,
    answered: (header: string | undefined) => usage.note({ header, isRefusal: false }),
    refused: (header?: string) => usage.note({ header, isRefusal: true }),
    later(ms: number) {
      now += ms;
    },
    gauge(name: string): number[] {
      const values: number[] = [];
      gauges.get(name)?.({ observe: (value) => values.push(value) });
      return values;
    },
  };
}

const stopped = { code: 'salesforce_limit', status: 503 };

describe('createApiUsage', () => {
  it('admits everything as long as nothing is known', () => {
    const { usage, gauge } = setUp();
    usage.admit();
    expect(gauge('lwc_bff.salesforce.api.used')).toEqual([]);
  });

  it.each([
    [90, 'api-usage=13499/15000', false],
    [90, 'api-usage=13500/15000', true],
    [100, 'api-usage=14999/15000', false],
    [100, 'api-usage=15000/15000', true],
    [1, 'api-usage=149/15000', false],
    [1, 'api-usage=150/15000', true],
    // Salesforce lets an org go beyond its limit for a while.
    [100, 'api-usage=15001/15000', true],
  ])('at a share of %i %% and %s stops: %s', (share, header, stops) => {
    const { usage, answered } = setUp(share);
    answered(header);
    if (stops) expect(() => usage.admit()).toThrow(expect.objectContaining(stopped));
    else usage.admit();
  });

  it('lets one pass a minute, and everything again once an answer says so', () => {
    const { usage, answered, later, log } = setUp();
    answered('api-usage=95/100');
    later(minute - 1);
    expect(() => usage.admit()).toThrow(
      expect.objectContaining({ ...stopped, headers: { 'Retry-After': '1' } }),
    );
    later(1);
    usage.admit();
    expect(() => usage.admit()).toThrow(
      expect.objectContaining({ headers: { 'Retry-After': '60' } }),
    );
    answered('api-usage=94/100');
    expect(() => usage.admit()).toThrow(expect.objectContaining(stopped));
    later(minute);
    usage.admit();
    answered('api-usage=80/100');
    usage.admit();
    usage.admit();
    expect(log.warn.mock.calls.map(([line]) => line)).toEqual([
      { event: 'salesforce_limit', reached: true, used: 95, limit: 100 },
      { event: 'salesforce_limit', reached: false, used: 80, limit: 100 },
    ]);
  });

  it('stops at a refusal, whatever the numbers say, until a call is answered', () => {
    const { usage, answered, refused, later } = setUp();
    answered('api-usage=10/100');
    refused('api-usage=10/100');
    expect(() => usage.admit()).toThrow(expect.objectContaining(stopped));
    later(minute);
    usage.admit();
    refused();
    expect(() => usage.admit()).toThrow(expect.objectContaining(stopped));
    later(minute);
    usage.admit();
    answered(undefined);
    usage.admit();
  });

  it('does not wait for an hour because the clock was set back by one', () => {
    const { usage, answered, later } = setUp();
    answered('api-usage=100/100');
    later(-60 * minute);
    usage.admit();
    expect(() => usage.admit()).toThrow(expect.objectContaining(stopped));
  });

  it('tells what it knows to whoever collects metrics', () => {
    const { answered, gauge } = setUp();
    answered('api-usage=123/15000');
    const all = () =>
      ['used', 'limit', 'left'].flatMap((name) => gauge(`lwc_bff.salesforce.api.${name}`));
    expect(all()).toEqual([123, 15_000, 14_877]);
    answered('nonsense');
    expect(all()).toEqual([123, 15_000, 14_877]);
    // Salesforce lets an org go beyond its limit for a while.
    answered('api-usage=15001/15000');
    expect(all()).toEqual([15_001, 15_000, 0]);
  });

  it('reads what Salesforce writes of an app too', () => {
    const { answered, gauge } = setUp();
    answered('api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)');
    expect(gauge('lwc_bff.salesforce.api.used')).toEqual([25]);
  });

  it.each([
    '',
    'api-usage',
    'api-usage=',
    'api-usage=1',
    'api-usage=1/',
    'api-usage=/1',
    'api-usage=-1/100',
    'api-usage=+1/100',
    'api-usage=1e3/100',
    'api-usage=0x10/100',
    'api-usage=1.5/100',
    'api-usage= 1/100',
    'api-usage=1/0',
    'api-usage=1/00100',
    'api-usage=1/100/100',
    'api-usage=100/100, api-usage=1/100',
    'xapi-usage=100/100',
    'API-USAGE=100/100',
    'per-app-api-usage=100/100(appName=x)',
    'per-app-api-usage=1/100(appName=;api-usage=100/100)',
    'api-usage=٩٩/100',
    `api-usage=${'9'.repeat(11)}/100`,
    `api-usage=100/${'9'.repeat(11)}`,
    `api-usage=100/100;${'x'.repeat(500)}`,
    'api-usage=100/100\n',
    'api-usage=NaN/100',
  ])('takes %j for nothing', (header) => {
    const { usage, answered, gauge } = setUp();
    answered(header);
    usage.admit();
    expect(gauge('lwc_bff.salesforce.api.used')).toEqual([]);
  });

  it('knows whole numbers alone, whatever comes', () => {
    const alphabet = ['api-usage=', '/', ';', ' ', '0', '1', '99', '-', '.', 'e', '\u0000', '∞'];
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 20_000; round += 1) {
      const { answered, gauge } = setUp();
      const parts = Array.from({ length: random(8) }, () => alphabet[random(alphabet.length)]);
      const header = parts.join('');
      answered(header);
      const [used] = gauge('lwc_bff.salesforce.api.used');
      const [limit] = gauge('lwc_bff.salesforce.api.limit');
      if (used === undefined) continue;
      expect(header.startsWith(`api-usage=`)).toBe(true);
      expect(Number.isSafeInteger(used) && used >= 0, header).toBe(true);
      expect(Number.isSafeInteger(limit) && Number(limit) > 0, header).toBe(true);
    }
  });
});
