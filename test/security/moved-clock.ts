import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A clock that is not that of the machine: for processes that are started with its flags. */
export interface MovedClock {
  /** For Node. */
  readonly flags: readonly string[];
  /** From now on it is so far ahead, or behind where that is negative. */
  set(ahead: { readonly minutes: number }): void;
  remove(): void;
}

/**
 * Lets a test move the clock of a running server, which has no switch for it and knows nothing of it.
 *
 * @example
 * const clock = createMovedClock();
 * const product = await startProduct({ flags: clock.flags });
 * clock.set({ minutes: 31 });
 */
export function createMovedClock(): MovedClock {
  const folder = mkdtempSync(join(tmpdir(), 'clock-'));
  const file = join(folder, 'milliseconds-ahead');
  const set = ({ minutes }: { readonly minutes: number }) => {
    // Renamed, so that nobody reads it half written.
    writeFileSync(`${file}.new`, String(minutes * 60_000));
    renameSync(`${file}.new`, file);
  };
  set({ minutes: 0 });
  const preload = `
    import { readFileSync } from 'node:fs';
    const Real = Date;
    const now = () => Real.now() + Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
    globalThis.Date = new Proxy(Real, {
      construct: (_, given, target) =>
        Reflect.construct(Real, given.length === 0 ? [now()] : given, target),
      get: (_, name) => (name === 'now' ? now : Reflect.get(Real, name)),
    });`;
  return {
    flags: ['--import', `data:text/javascript,${encodeURIComponent(preload)}`],
    set,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
