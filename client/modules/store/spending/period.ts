import { queryString } from 'bff/transport';
import type { FilterLink } from 'store/filterLinks';

/** What stands in the address, which may be anything at all. */
export interface AskedPeriod {
  readonly period: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** From one day to another, both of them included. */
export interface Period {
  /** What it is called; a period of the person's own has no name. */
  readonly name: 'twelve-months' | 'this-year' | 'last-year' | undefined;
  readonly from: string;
  readonly to: string;
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** A day as it stands in a calendar: not the 31st of February. */
const isDay = (text: string | undefined): text is string =>
  /^\d{4}-\d\d-\d\d$/.test(text ?? '') && isoDay(Date.parse(text ?? '') || 0) === text;

/**
 * The period that an address asks for: the last twelve months where it asks for none there is.
 *
 * @param today `2026-11-25`
 */
export function periodOf({ period, from, to }: AskedPeriod, today: string): Period {
  const year = Number(today.slice(0, 4));
  if (isDay(from) && isDay(to) && from <= to) return { name: undefined, from, to };
  if (period === 'this-year') return { name: period, from: `${year}-01-01`, to: today };
  if (period === 'last-year') {
    return { name: period, from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  }
  // The months as a whole: this one and eleven before it.
  const begin = Date.UTC(year, Number(today.slice(5, 7)) - 12, 1);
  return { name: 'twelve-months', from: isoDay(begin), to: today };
}

/** The address of a period of the person's own. */
export const addressOf = (from: string, to: string): string =>
  `/spending${queryString({ from, to })}`;

/** The periods to choose from. */
export function periodLinks({ name }: Period): readonly FilterLink[] {
  const link = (label: string, linked: Period['name'], href: string): FilterLink => ({
    label,
    href,
    current: name === linked ? 'true' : undefined,
  });
  return [
    link('Last 12 months', 'twelve-months', '/spending'),
    link('This year', 'this-year', '/spending?period=this-year'),
    link('Last year', 'last-year', '/spending?period=last-year'),
  ];
}

/** More than these are not shown one by one where nothing was spent. */
const mostMonths = 60;

/** The months of a period, `2026-01`; none where there are too many to show. */
export function monthsOf({ from, to }: Pick<Period, 'from' | 'to'>): readonly string[] {
  const first = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1;
  const count = Number(to.slice(0, 4)) * 12 + Number(to.slice(5, 7)) - first;
  if (count > mostMonths) return [];
  return Array.from({ length: count }, (_, index) => {
    const year = Math.floor((first + index) / 12);
    return `${String(year).padStart(4, '0')}-${String(((first + index) % 12) + 1).padStart(2, '0')}`;
  });
}
