import type { PagedList } from 'bff/pager';

// Made once: building one of these costs more than a page of formatting.
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const count = new Intl.NumberFormat('en-US');
const day = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  // A day without a time is that day everywhere; Date reads it as midnight in UTC.
  timeZone: 'UTC',
});

const monthOfYear = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

/** An amount of US dollars: `$1,234.50`. */
export const money = (amount: number): string => dollars.format(amount);

/** A number of things: `1,234`. */
export const quantity = (amount: number): string => count.format(amount);

/** How much of a list is shown: `40 orders shown, more below`, `1 order`. */
export function lengthOf({ items, next }: PagedList<unknown>, one: string, many: string): string {
  const things = `${quantity(items.length)} ${items.length === 1 ? one : many}`;
  return next ? `${things} shown, more below` : things;
}

/** A day as Salesforce writes it (`2026-01-05`) as people read it: `Jan 5, 2026`. */
export const date = (isoDay: string): string => day.format(new Date(isoDay));

/** A month, `2026-01`, as people read it: `Jan 2026`. */
export const month = (isoMonth: string): string => monthOfYear.format(new Date(isoMonth));
