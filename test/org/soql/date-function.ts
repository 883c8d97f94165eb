import type { FieldValue } from '../data/record-table.ts';
import { field } from '../data/schema/field-schema.ts';
import type { Expression } from './expression.ts';

function daysBetween(from: number, to: Date): number {
  return Math.floor((to.getTime() - from) / 86_400_000);
}

/** Documented, "Date Functions in SOQL"; weeks count from the 1st, days of the week from Sunday. */
const functions: Readonly<Record<string, (date: Date) => number | string>> = {
  CALENDAR_YEAR: (date) => date.getUTCFullYear(),
  CALENDAR_QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  CALENDAR_MONTH: (date) => date.getUTCMonth() + 1,
  FISCAL_YEAR: (date) => date.getUTCFullYear(),
  FISCAL_QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  FISCAL_MONTH: (date) => date.getUTCMonth() + 1,
  DAY_IN_MONTH: (date) => date.getUTCDate(),
  DAY_IN_WEEK: (date) => date.getUTCDay() + 1,
  DAY_IN_YEAR: (date) => daysBetween(Date.UTC(date.getUTCFullYear(), 0), date) + 1,
  DAY_ONLY: (date) => date.toISOString().slice(0, 10),
  HOUR_IN_DAY: (date) => date.getUTCHours(),
  WEEK_IN_MONTH: (date) => Math.floor((date.getUTCDate() - 1) / 7) + 1,
  WEEK_IN_YEAR: (date) => Math.floor(daysBetween(Date.UTC(date.getUTCFullYear(), 0), date) / 7) + 1,
};

/**
 * A date function of a date or datetime; `undefined` where there is none of the name, or none for
 * the type (HOUR_IN_DAY and DAY_ONLY want a datetime).
 */
export function dateFunction<Row>(
  name: string,
  argument: Expression<Row>,
): Expression<Row> | undefined {
  const upper = name.toUpperCase();
  const compute = functions[upper];
  const wantsTime = upper === 'HOUR_IN_DAY' || upper === 'DAY_ONLY';
  if (
    compute === undefined ||
    !(argument.type === 'datetime' || (argument.type === 'date' && !wantsTime))
  ) {
    return undefined;
  }
  const type = upper === 'DAY_ONLY' ? 'date' : 'int';
  const text = `${name}(${argument.text})`;
  return {
    text,
    place: argument.place,
    key: `${upper}(${argument.key})`,
    type,
    field: field(text, type),
    read(row): FieldValue {
      const value = argument.read(row);
      return typeof value === 'string' ? compute(new Date(value.replace('+0000', 'Z'))) : null;
    },
  };
}
