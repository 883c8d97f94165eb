import { describe, expect, it } from 'vitest';
import { createDailyData } from './daily-data.ts';

describe('createDailyData', () => {
  it('gives the same records each time, untouched by what was done to the last ones', () => {
    const createData = createDailyData(() => Date.UTC(2026, 10, 22, 9));
    const first = createData();
    const seeded = [...first.tables.Order.rows()].map((row) => ({ ...row }));
    for (const row of first.tables.Order.rows()) row.Status = 'Cancelled';
    const inserted = first.tables.Order.insert({ Name: 'One more' });
    const second = createData();
    expect([...second.tables.Order.rows()]).toEqual(seeded);
    expect(second.tables.Order.children('AccountId', '')).toEqual([]);
    expect(second.tables.Order.insert({}).Id).toBe(inserted.Id);
  });

  it('seeds anew on another day', () => {
    let now = Date.UTC(2026, 10, 22, 23);
    const createData = createDailyData(() => now);
    createData();
    now += 2 * 3_600_000;
    expect(createData().now()).toEqual(new Date(now));
    const dates = [...createData().tables.Order.rows()].map((row) => String(row.EffectiveDate));
    expect(dates.toSorted().at(-1)).toBe('2026-11-23');
  });
});
