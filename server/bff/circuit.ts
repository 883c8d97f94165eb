import { type BackOff, createBackOff } from './back-off.ts';

/** Keeps people from waiting for somebody who does not answer. */
export interface Circuit {
  /**
   * Makes a call, unless the last ones have all failed: then one call in a while finds out whether there are
   * answers again, and the others are refused at once.
   * @param isOutage whether a failed call says that there are no answers
   * @param isBegun whether it belongs to work whose first call has been let through already
   * @throws {Error} of `refusal` when the call was not made, and whatever the call throws
   */
  run<T>(
    call: () => Promise<T>,
    isOutage: (error: unknown) => boolean,
    isBegun?: boolean,
  ): Promise<T>;
}

export interface CircuitOptions {
  /** What a call that is not made ends with. @param seconds when it may be worth another try */
  readonly refusal: (seconds: number) => Error;
  readonly opened: (failures: number) => void;
  /** @param seconds for how long it was open */
  readonly closed: (seconds: number) => void;
  /** Milliseconds since some moment. */
  readonly clock?: () => number;
}

/** What is known since the last good answer. */
interface Known {
  failures: number;
  /** Since when nothing but a probe is let through. */
  openedAt: number | undefined;
  isProbing: boolean;
  readonly backOff: BackOff;
}

/** One may be a hiccup, and so may the few that share a connection which breaks. */
const failuresToOpen = 5;

/** Between two probes, in milliseconds: as long as a slow call takes, so that one request in many waits. */
const pauses = { first: 1_000, longest: 10_000 };

/**
 * A good answer throws away what was counted before it: calls that began earlier, and fail later, count for
 * nothing.
 *
 * @see https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker
 * @example
 * const circuit = createCircuit({ refusal: () => new Error('Not asked'), opened, closed });
 * await circuit.run(call, (error) => error instanceof TypeError);
 */
export function createCircuit(options: CircuitOptions): Circuit {
  const { refusal, opened, closed, clock = Date.now } = options;
  let known = nothing();

  function nothing(): Known {
    const backOff = createBackOff(pauses, clock);
    return { failures: 0, openedAt: undefined, isProbing: false, backOff };
  }

  function good(): void {
    const { openedAt } = known;
    known = nothing();
    if (openedAt !== undefined) closed(Math.round((clock() - openedAt) / 1_000));
  }

  function bad(since: Known, isProbe: boolean): void {
    // A good answer has come since it began.
    if (since !== known) return;
    known.failures += 1;
    if (isProbe) known.backOff.failed();
    // Those that were under way when it opened say nothing new.
    if (known.openedAt !== undefined || known.failures < failuresToOpen) return;
    known.openedAt = clock();
    known.backOff.failed();
    opened(known.failures);
  }

  return {
    async run(call, isOutage, isBegun = false) {
      const since = known;
      const isProbe = since.openedAt !== undefined && !isBegun;
      if (isProbe) {
        const leftMs = since.backOff.left();
        if (since.isProbing || leftMs > 0) throw refusal(Math.max(1, Math.ceil(leftMs / 1_000)));
        since.isProbing = true;
      }
      try {
        const answer = await call();
        good();
        return answer;
      } catch (error) {
        if (isOutage(error)) bad(since, isProbe);
        throw error;
      } finally {
        // Also for a probe that nobody has waited for: the next request is the next one.
        if (isProbe) since.isProbing = false;
      }
    },
  };
}
