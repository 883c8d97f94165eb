import { dayInWords } from 'store/format';

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
  if (!unit) return 'just now';
  const passed = Math.floor(minutes / size);
  return `${passed} ${unit}${passed === 1 ? '' : 's'} ago`;
}

/** A moment in ISO 8601 where the person is: `Jan 5, 2026, 9:30 AM`. */
export function inFull(moment: string): string {
  const at = new Date(moment);
  const hour = at.getHours();
  const minute = String(at.getMinutes()).padStart(2, '0');
  const day = dayInWords(at.getFullYear(), at.getMonth() + 1, at.getDate());
  return `${day}, ${hour % 12 || 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
}
