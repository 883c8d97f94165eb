/** What was used last, within two bounds. */
export interface BoundedCache<Value> {
  /** What is got counts as used. */
  get(key: string): Value | undefined;
  /** @param bytes about what the value takes; one that is larger than all that may be kept is not kept */
  set(key: string, value: Value, bytes: number): void;
  delete(key: string): void;
}

/**
 * Keeps values by their keys, and drops what was not used for longest when there are too many or they
 * are too large.
 *
 * @example createBoundedCache<string>({ entries: 1_000, bytes: 32 * 1024 * 1024 })
 */
export function createBoundedCache<Value>(most: {
  readonly entries: number;
  readonly bytes: number;
}): BoundedCache<Value> {
  // A Map lists its keys in the order in which they were set.
  const kept = new Map<string, { readonly value: Value; readonly bytes: number }>();
  let total = 0;

  function remove(key: string): void {
    total -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  return {
    get(key) {
      const entry = kept.get(key);
      if (entry === undefined) return undefined;
      kept.delete(key);
      kept.set(key, entry);
      return entry.value;
    },
    set(key, value, bytes) {
      remove(key);
      if (bytes > most.bytes) return;
      kept.set(key, { value, bytes });
      total += bytes;
      for (const oldest of kept.keys()) {
        if (kept.size <= most.entries && total <= most.bytes) break;
        remove(oldest);
      }
    },
    delete: remove,
  };
}
