import { describe, expect, it } from 'vitest';
import { createBackOff } from '../../server/bff/back-off.ts';

function setUp() {
  let now = 0;
  const backOff = createBackOff({ first: 1_000, longest: 5_000 }, () => now);
  return {
    backOff,
    at(moment: number) {
      now = moment;
    },
  };
}

describe('createBackOff', () => {
  it('waits twice as long after each failure, up to the longest, and not at all after a success', () => {
    const { backOff } = setUp();
    const waits = Array.from({ length: 5 }, () => {
      backOff.failed();
      return backOff.left();
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    for (let failures = 0; failures < 2_000; failures += 1) backOff.failed();
    expect(backOff.left()).toBe(5_000);
    backOff.succeeded();
    expect(backOff.left()).toBe(0);
    backOff.failed();
    expect(backOff.left()).toBe(1_000);
  });

  it('counts from the failure, and a clock that is set back prolongs nothing', () => {
    const { backOff, at } = setUp();
    at(10_000);
    backOff.failed();
    at(10_400);
    expect(backOff.left()).toBe(600);
    at(11_000);
    expect(backOff.left()).toBe(0);
    at(5_000);
    expect(backOff.left()).toBe(0);
  });
});
