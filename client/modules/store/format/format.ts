import type { PagedList } from 'bff/pager';

// By hand, as the shop speaks one language: a page's first `Intl` object makes the browser read its tables of
// them all, which took longer than anything else that a page does before it shows something.

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** With a comma before every three digits of the whole number. */
const grouped = (digits: string): string => digits.replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');

/** An amount of US dollars: `$1,234.50`. */
export const money = (amount: number): string =>
  `${amount < 0 ? '-' : ''}$${grouped(Math.abs(amount).toFixed(2))}`;

/** A number of things, of which Salesforce knows hundredths: `1,234`. */
export const quantity = (amount: number): string => grouped(String(Number(amount.toFixed(2))));

/** How much of a list is shown: `40 orders shown, more below`, `1 order`. */
export function lengthOf({ items, next }: PagedList<unknown>, one: string, many: string): string {
  const things = `${quantity(items.length)} ${items.length === 1 ? one : many}`;
  return next ? `${things} shown, more below` : things;
}

/** A day, its month counted from 1: `Jan 5, 2026`. */
export const dayInWords = (year: number, month: number, day: number): string =>
  `${months[month - 1]} ${day}, ${year}`;

/** A day as Salesforce writes it (`2026-01-05`) as people read it: `Jan 5, 2026`. */
export function date(isoDay: string): string {
  const [year = 0, month = 0, day = 0] = isoDay.split('-').map(Number);
  return dayInWords(year, month, day);
}

/** A month, `2026-01`, as people read it: `Jan 2026`. */
export function month(isoMonth: string): string {
  const [year, number] = isoMonth.split('-').map(Number);
  return `${months[(number ?? 0) - 1]} ${year}`;
}
