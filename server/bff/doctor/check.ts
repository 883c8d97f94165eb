/** What came of trying something. Neither text ever quotes a secret, nor what another server wrote unread. */
export interface Outcome {
  readonly state: 'ok' | 'warning' | 'wrong' | 'not_tried';
  /** What was seen. */
  readonly found: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** One thing that must work. */
export interface Check {
  /** Stable, for scripts. */
  readonly name: string;
  /** Checks without which this one says nothing: it is not tried where one of them is not well. */
  readonly needs?: readonly string[];
  /**
   * Tries it for real. What it throws is wrong, in the words of the table of refusals.
   * @param signal ends every wait
   */
  run(signal: AbortSignal): Promise<Outcome>;
}

export const ok = (found: string): Outcome => ({ state: 'ok', found });
export const warning = (found: string, remedy: string): Outcome => ({
  state: 'warning',
  found,
  remedy,
});
export const wrong = (found: string, remedy: string): Outcome => ({
  state: 'wrong',
  found,
  remedy,
});
export const notTried = (found: string): Outcome => ({ state: 'not_tried', found });
