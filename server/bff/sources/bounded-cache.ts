/** What was used last, within two bounds. */
export interface BoundedCache<Value> {
  /** What is got counts as used. */
  get(key: string): Value | undefined;
  /** @param bytes about what the value takes; one that is larger than all that may be kept is not kept */
  set(key: string, value: Value, bytes: number): void;
  delete(key: string): void;
}

/** Beside those that were used before it and after it. */
interface Entry<Value> {
  readonly key: string;
  value: Value | undefined;
  readonly bytes: number;
  before: Entry<Value> | undefined;
  after: Entry<Value> | undefined;
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
  const kept = new Map<string, Entry<Value>>();
  // A Map lists its keys in the order in which they were set, but to set a key anew at each use would leave
  // its earlier places in the Map's table, and every look for it would go past them: 50 µs among 20,000.
  let oldest: Entry<Value> | undefined;
  let newest: Entry<Value> | undefined;
  let total = 0;

  function takeOut(entry: Entry<Value>): void {
    if (entry.before === undefined) oldest = entry.after;
    else entry.before.after = entry.after;
    if (entry.after === undefined) newest = entry.before;
    else entry.after.before = entry.before;
  }

  function putLast(entry: Entry<Value>): void {
    entry.before = newest;
    entry.after = undefined;
    if (newest === undefined) oldest = entry;
    else newest.after = entry;
    newest = entry;
  }

  function remove(entry: Entry<Value>): void {
    kept.delete(entry.key);
    total -= entry.bytes;
    takeOut(entry);
    // The Map's earlier tables may know it until the next great garbage collection.
    entry.value = undefined;
    entry.before = undefined;
    entry.after = undefined;
  }

  function removeKey(key: string): void {
    const entry = kept.get(key);
    if (entry !== undefined) remove(entry);
  }

  return {
    get(key) {
      const entry = kept.get(key);
      if (entry === undefined) return undefined;
      if (entry !== newest) {
        takeOut(entry);
        putLast(entry);
      }
      return entry.value;
    },
    set(key, value, bytes) {
      removeKey(key);
      if (bytes > most.bytes) return;
      const entry: Entry<Value> = { key, value, bytes, before: undefined, after: undefined };
      kept.set(key, entry);
      total += bytes;
      putLast(entry);
      while (oldest !== undefined && (kept.size > most.entries || total > most.bytes)) {
        remove(oldest);
      }
    },
    delete: removeKey,
  };
}
