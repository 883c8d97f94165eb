import { describe, expect, it } from 'vitest';
import {
  date,
  dayInWords,
  money,
  month,
  quantity,
} from '../../client/modules/store/format/format.ts';
import { inFull } from '../../client/modules/store/times/times.ts';

// Written by hand for the sake of a page's start; the browser's own words stay the measure.

const amounts = [0, 0.1 + 0.2, 0.5, 1, 999.99, 999.999, 1000, 1234.5, 123_456.78, 9_876_543_210.1];

it('money is as Intl has it', () => {
  const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
  for (const amount of [...amounts, -5, -1234.5])
    expect(money(amount)).toBe(dollars.format(amount));
});

it('a quantity is as Intl has it', () => {
  const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
  for (const amount of [...amounts, 12, 999_999]) {
    expect(quantity(amount)).toBe(count.format(amount));
  }
});

describe('days and months are as Intl has them', () => {
  const days = Array.from({ length: 12 }, (_, index) => new Date(Date.UTC(2026, index, 1 + index)));

  it('a day', () => {
    const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
    for (const each of days) {
      expect(date(each.toISOString().slice(0, 10))).toBe(day.format(each));
    }
    expect(dayInWords(2026, 1, 5)).toBe('Jan 5, 2026');
  });

  it('a month', () => {
    const name = { year: 'numeric', month: 'short', timeZone: 'UTC' } as const;
    const monthOfYear = new Intl.DateTimeFormat('en-US', name);
    for (const each of days) {
      expect(month(each.toISOString().slice(0, 7))).toBe(monthOfYear.format(each));
    }
  });

  it('a moment, at every hour', () => {
    const clock = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });
    for (let hour = 0; hour < 24; hour++) {
      const moment = new Date(2026, 0, 5, hour, hour);
      // Between the time and AM or PM it has a narrow space that does not break.
      const words = clock.format(moment).replace('\u202F', ' ');
      expect(inFull(moment.toISOString())).toBe(words);
    }
  });
});
