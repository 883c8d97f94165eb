/** A date as SOQL and REST write it: `2026-11-22`, in UTC. */
export function dateText(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/**
 * A datetime as REST answers it: `2026-11-22T01:13:00.000+0000`. Salesforce keeps whole seconds.
 * All are of one length and zone, so the order of the texts is the order of the times.
 */
export function dateTimeText(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, '.000+0000');
}
