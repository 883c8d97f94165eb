import { vi } from 'vitest';

/** Tries until it succeeds, as `vi.waitFor` does, with more patience: a busy machine is slow, not wrong. */
export const eventually = <T>(attempt: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(attempt, { timeout: 10_000 });
