/** Waits longer after every failure, and not at all after a success. */
export interface BackOff {
  /** Milliseconds until another attempt; 0: now. */
  left(): number;
  failed(): void;
  succeeded(): void;
}

/**
 * @param pauses in milliseconds: the first one, which doubles with every failure up to the longest
 * @param clock milliseconds since 1970
 * @example
 * const backOff = createBackOff({ first: 5_000, longest: 300_000 });
 * if (backOff.left() > 0) throw lastError;
 */
export function createBackOff(
  pauses: { readonly first: number; readonly longest: number },
  clock: () => number = Date.now,
): BackOff {
  let failures = 0;
  let failedAt = 0;
  return {
    left() {
      if (failures === 0) return 0;
      const waited = clock() - failedAt;
      const pause = Math.min(pauses.first * 2 ** (failures - 1), pauses.longest);
      // A clock that was set back prolongs nothing.
      return waited < 0 ? 0 : Math.max(0, pause - waited);
    },
    failed() {
      failures += 1;
      failedAt = clock();
    },
    succeeded() {
      failures = 0;
    },
  };
}
