import type { FieldValue } from '../data/record-table.ts';
import type { FieldSchema } from '../data/schema/field-schema.ts';

const day = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' });

const moment = new Intl.DateTimeFormat('en-US', {
  ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
  ...({ hour: 'numeric', minute: '2-digit', timeZone: 'UTC' } as const),
});

/** FORMAT(): as the user interface of the en_US locale shows it (documented); the exact spelling is a guess. */
export function formatValue({ type, scale }: FieldSchema, value: FieldValue): FieldValue {
  if (value === null) {
    return null;
  }
  if (typeof value === 'number') {
    const digits = { minimumFractionDigits: scale, maximumFractionDigits: Math.max(scale, 2) };
    const money = type === 'currency' ? ({ style: 'currency', currency: 'USD' } as const) : {};
    return new Intl.NumberFormat('en-US', { ...digits, ...money }).format(value);
  }
  if (type === 'date' || type === 'datetime') {
    const date = new Date(String(value).replace('+0000', 'Z'));
    return (type === 'date' ? day : moment).format(date).replaceAll('\u202f', ' ');
  }
  return String(value);
}
