const relative = new Intl.RelativeTimeFormat('en-US');
const absolute = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });

/** The larger ones first, in minutes. */
const units = [
  ['day', 24 * 60],
  ['hour', 60],
  ['minute', 1],
] as const;

/**
 * How long ago something was, in words: `5 minutes ago`.
 *
 * @param moment in ISO 8601
 * @param now in milliseconds, by the clock that the moment was taken from
 */
export function ago(moment: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(moment)) / 60_000);
  const [unit, size] = units.find(([, length]) => minutes >= length) ?? [];
  return unit ? relative.format(-Math.floor(minutes / size), unit) : 'just now';
}

/** A moment in ISO 8601 where the person is: `Jan 5, 2026, 9:30 AM`. */
export const inFull = (moment: string): string => absolute.format(new Date(moment));
