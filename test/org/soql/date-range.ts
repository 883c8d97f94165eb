/** Midnights in UTC: from the first, included, to the second, not included. */
export interface DateRange {
  readonly from: Date;
  readonly to: Date;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The start of the unit around `date`, moved by whole units. The org's locale is en_US: weeks begin on Sunday. */
function startOf(unit: Unit, date: Date, shift: number): Date {
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const day = date.getUTCDate();
  switch (unit) {
    case 'day':
      return new Date(Date.UTC(year, month, day + shift));
    case 'week':
      return new Date(Date.UTC(year, month, day - date.getUTCDay() + shift * 7));
    case 'month':
      return new Date(Date.UTC(year, month + shift));
    case 'quarter':
      return new Date(Date.UTC(year, month - (month % 3) + shift * 3));
    case 'year':
      return new Date(Date.UTC(year + shift, 0));
  }
}

const units = '(?:DAYS|WEEKS|MONTHS|(?:FISCAL_)?(?:QUARTERS|YEARS))';

/** All of the documented list; `:n` follows those that say N. */
const names = new RegExp(
  `^(?:YESTERDAY|TODAY|TOMORROW|(?:LAST|THIS|NEXT)_(?:WEEK|MONTH|(?:FISCAL_)?(?:QUARTER|YEAR))|(?:LAST|NEXT)_(?:90_DAYS|N_${units})|N_${units}_AGO)$`,
  'i',
);

export function isRelativeDate(name: string): boolean {
  return names.test(name);
}

const single: Readonly<Record<string, number>> = { LAST: -1, THIS: 0, NEXT: 1 };

function toUnit(word: string): Unit {
  return word.toLowerCase().replace(/s$/, '') as Unit;
}

/**
 * The days that a relative date means (documented, "Date Formats and Date Literals in WHERE"):
 * LAST_N_DAYS and LAST_90_DAYS include today, NEXT_N_… begin after the current unit, LAST_N_WEEKS
 * and longer end before the current one. Fiscal years are calendar years here, and the time zone
 * of every user is GMT. `undefined` for what is none.
 */
export function dateRange(literal: string, now: Date): DateRange | undefined {
  const name = literal.toUpperCase();
  const between = (unit: Unit, first: number, end: number): DateRange => ({
    from: startOf(unit, now, first),
    to: startOf(unit, now, end),
  });
  const days: Readonly<Record<string, number>> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 };
  const offset = days[name];
  if (offset !== undefined) {
    return between('day', offset, offset + 1);
  }
  const fixed = /^(LAST|THIS|NEXT)_(?:FISCAL_)?(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  if (fixed !== null) {
    const shift = single[fixed[1] ?? ''] ?? 0;
    return between(toUnit(fixed[2] ?? ''), shift, shift + 1);
  }
  const counted =
    /^(LAST|NEXT)_(?:N_)?(?:FISCAL_)?(?:(90)_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S(?::(\d+))?$/.exec(
      name,
    );
  if (counted !== null) {
    const unit = toUnit(counted[3] ?? '');
    const count = Number(counted[2] ?? counted[4]);
    return counted[1] === 'NEXT'
      ? between(unit, 1, count + 1)
      : between(unit, -count, unit === 'day' ? 1 : 0);
  }
  const ago = /^N_(?:FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO:(\d+)$/.exec(name);
  if (ago !== null) {
    const count = Number(ago[2]);
    return between(toUnit(ago[1] ?? ''), -count, 1 - count);
  }
  return undefined;
}
