import { describe, expect, it } from 'vitest';
import { dateRange, isRelativeDate } from './date-range.ts';

// Sunday, 22 November 2026, half past nine: the week has just begun, the quarter is the last.
const now = new Date('2026-11-22T09:30:00Z');

describe('relative dates', () => {
  // The whole of the documented list: the first day, and the day after the last.
  it.each([
    ['YESTERDAY', '2026-11-21', '2026-11-22'],
    ['TODAY', '2026-11-22', '2026-11-23'],
    ['TOMORROW', '2026-11-23', '2026-11-24'],
    ['LAST_WEEK', '2026-11-15', '2026-11-22'],
    ['THIS_WEEK', '2026-11-22', '2026-11-29'],
    ['NEXT_WEEK', '2026-11-29', '2026-12-06'],
    ['LAST_MONTH', '2026-10-01', '2026-11-01'],
    ['THIS_MONTH', '2026-11-01', '2026-12-01'],
    ['NEXT_MONTH', '2026-12-01', '2027-01-01'],
    ['LAST_90_DAYS', '2026-08-24', '2026-11-23'],
    ['NEXT_90_DAYS', '2026-11-23', '2027-02-21'],
    ['LAST_N_DAYS:1', '2026-11-21', '2026-11-23'],
    ['LAST_N_DAYS:0', '2026-11-22', '2026-11-23'],
    ['NEXT_N_DAYS:3', '2026-11-23', '2026-11-26'],
    ['N_DAYS_AGO:3', '2026-11-19', '2026-11-20'],
    ['NEXT_N_WEEKS:2', '2026-11-29', '2026-12-13'],
    ['LAST_N_WEEKS:2', '2026-11-08', '2026-11-22'],
    ['N_WEEKS_AGO:2', '2026-11-08', '2026-11-15'],
    ['NEXT_N_MONTHS:2', '2026-12-01', '2027-02-01'],
    ['LAST_N_MONTHS:2', '2026-09-01', '2026-11-01'],
    ['N_MONTHS_AGO:2', '2026-09-01', '2026-10-01'],
    ['LAST_QUARTER', '2026-07-01', '2026-10-01'],
    ['THIS_QUARTER', '2026-10-01', '2027-01-01'],
    ['NEXT_QUARTER', '2027-01-01', '2027-04-01'],
    ['NEXT_N_QUARTERS:2', '2027-01-01', '2027-07-01'],
    ['LAST_N_QUARTERS:2', '2026-04-01', '2026-10-01'],
    ['N_QUARTERS_AGO:2', '2026-04-01', '2026-07-01'],
    ['LAST_YEAR', '2025-01-01', '2026-01-01'],
    ['THIS_YEAR', '2026-01-01', '2027-01-01'],
    ['NEXT_YEAR', '2027-01-01', '2028-01-01'],
    ['NEXT_N_YEARS:5', '2027-01-01', '2032-01-01'],
    ['LAST_N_YEARS:2', '2024-01-01', '2026-01-01'],
    ['N_YEARS_AGO:2', '2024-01-01', '2025-01-01'],
    ['LAST_FISCAL_QUARTER', '2026-07-01', '2026-10-01'],
    ['THIS_FISCAL_QUARTER', '2026-10-01', '2027-01-01'],
    ['NEXT_FISCAL_QUARTER', '2027-01-01', '2027-04-01'],
    ['NEXT_N_FISCAL_QUARTERS:6', '2027-01-01', '2028-07-01'],
    ['LAST_N_FISCAL_QUARTERS:1', '2026-07-01', '2026-10-01'],
    ['N_FISCAL_QUARTERS_AGO:1', '2026-07-01', '2026-10-01'],
    ['LAST_FISCAL_YEAR', '2025-01-01', '2026-01-01'],
    ['THIS_FISCAL_YEAR', '2026-01-01', '2027-01-01'],
    ['NEXT_FISCAL_YEAR', '2027-01-01', '2028-01-01'],
    ['NEXT_N_FISCAL_YEARS:3', '2027-01-01', '2030-01-01'],
    ['LAST_N_FISCAL_YEARS:3', '2023-01-01', '2026-01-01'],
    ['N_FISCAL_YEARS_AGO:3', '2023-01-01', '2024-01-01'],
    ['last_n_days:1', '2026-11-21', '2026-11-23'],
  ])('%s is from %s to before %s', (literal, from, to) => {
    expect(isRelativeDate(literal.replace(/:\d+$/, ''))).toBe(true);
    expect(dateRange(literal, now)).toEqual({
      from: new Date(`${from}T00:00:00Z`),
      to: new Date(`${to}T00:00:00Z`),
    });
  });

  it.each(['THIS_DAY', 'LAST_DAY', 'LAST_N_FISCAL_WEEKS', 'N_DAYS', 'LAST_FISCAL_WEEK', 'NOW'])(
    '%s is none',
    (name) => {
      expect(isRelativeDate(name)).toBe(false);
    },
  );
});
