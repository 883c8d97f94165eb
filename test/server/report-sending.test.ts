import { describe, expect, it, vi } from 'vitest';
import { reportSending } from '../../server/telemetry/report-sending.ts';

const minute = 60_000;

function setUp() {
  let now = 0;
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const report = reportSending(log, () => now);
  return {
    log,
    report,
    works: () => report({}),
    fails: (more: object = {}) => report({ error: Object.assign(new Error('secret'), more) }),
    later(ms: number) {
      now += ms;
    },
  };
}

describe('reportSending', () => {
  it('says nothing as long as everything works', () => {
    const { log, works } = setUp();
    works();
    works();
    expect([log.info.mock.calls, log.warn.mock.calls]).toEqual([[], []]);
  });

  it.each([
    [{ code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
    [{ code: 401, data: 'secret' }, 401],
    [{}, 'no_answer'],
  ])('says once why not, in one word: %j', (error, reason) => {
    const { log, fails, later } = setUp();
    for (let tries = 0; tries < 100; tries += 1) {
      fails(error);
      later(minute);
    }
    expect(log.warn.mock.calls).toEqual([[{ event: 'telemetry', state: 'unreachable', reason }]]);
  });

  it('says once that it works again', () => {
    const { log, works, fails } = setUp();
    fails();
    works();
    works();
    expect(log.info.mock.calls).toEqual([[{ event: 'telemetry', state: 'connected' }]]);
  });

  it('is quiet about what comes and goes', () => {
    const { log, works, fails, later } = setUp();
    for (let seconds = 0; seconds < 601; seconds += 1) {
      fails();
      works();
      later(1_000);
    }
    expect(log.warn).toHaveBeenCalledTimes(3);
    expect(log.info).toHaveBeenCalledTimes(3);
  });
});
