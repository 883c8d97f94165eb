import { type BackOff, createBackOff } from './back-off.ts';

/** Keeps people from waiting for somebody who does not answer. */
export interface Circuit {
  /**
   * Makes a call, unless the last ones have all failed: then one call in a while finds out whether there are
   * answers again, and the others are refused at once.
   * @throws {Error} of `refusal` when the call was not made, and whatever the call throws
   */
  run<T>(call: () => Promise<T>, meaning: CallMeaning): Promise<T>;
  /**
   * For work that has something to do before its call.
   * @param mayProbe whether it may be what finds out; otherwise it is refused for as long as the circuit is open
   * @throws {Error} of `refusal` when `run` would not make a call now
   */
  admit(mayProbe: boolean): void;
}

/** What the end of a call says. */
interface CallMeaning {
  /** Whether a failed call says that there are no answers. */
  readonly isOutage: (error: unknown) => boolean;
  /** Whether it belongs to work whose first call has been let through already. Default false. */
  readonly isBegun?: boolean;
  /** Whether its answer says that there are answers to the other calls, too. Default true. */
  readonly isTelling?: boolean;
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
 * await circuit.run(call, { isOutage: (error) => error instanceof TypeError });
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

  function admit(mayProbe: boolean): void {
    const { openedAt, isProbing, backOff } = known;
    if (openedAt === undefined) return;
    const leftMs = backOff.left();
    if (mayProbe && !isProbing && leftMs <= 0) return;
    throw refusal(Math.max(1, Math.ceil(leftMs / 1_000)));
  }

  return {
    admit,
    async run(call, { isOutage, isBegun = false, isTelling = true }) {
      if (!isBegun) admit(true);
      const since = known;
      const isProbe = since.openedAt !== undefined && !isBegun;
      if (isProbe) since.isProbing = true;
      try {
        const answer = await call();
        if (isTelling) good();
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
