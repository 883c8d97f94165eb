import { LRUCache } from 'lru-cache';

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
export function createBoundedCache<Value extends object | string | number>(most: {
  readonly entries: number;
  readonly bytes: number;
}): BoundedCache<Value> {
  const kept = new LRUCache<string, Value>({ max: most.entries, maxSize: most.bytes });
  return {
    get: (key) => kept.get(key),
    // It takes whole sizes above 0.
    set: (key, value, bytes) => void kept.set(key, value, { size: Math.max(1, Math.ceil(bytes)) }),
    delete: (key) => void kept.delete(key),
  };
}
