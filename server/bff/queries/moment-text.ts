import { NoLiteral } from './no-literal.ts';

/**
 * A moment as both query languages read it: `2026-11-22T01:13:00.000Z`.
 *
 * @param language for the message
 * @throws {NoLiteral} for an invalid date, and years before 0 or after 9999: they would have a sign and six digits
 */
export function momentText(language: string, date: Date): string {
  const text = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  if (/^\d{4}-/.test(text)) return text;
  throw new NoLiteral(language, 'a date that is not valid, or not of the years 0 to 9999');
}
