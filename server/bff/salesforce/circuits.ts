import { type BackOff, createBackOff } from '../back-off.ts';
import type { Logger } from '../logger.ts';
import { UpstreamFailure } from './transport.ts';

/** Keeps people from waiting for a Salesforce that does not answer. */
export interface Circuits {
  /**
   * Makes a call of an instance, unless the last ones of it have all failed: then one call in a while finds
   * out whether it answers again, and the others are refused at once.
   * @param isOutage whether a failed call says that the instance does not work
   * @throws {CircuitOpen} when nothing has been sent, and whatever the call throws
   */
  run<T>(origin: string, call: () => Promise<T>, isOutage: (error: unknown) => boolean): Promise<T>;
  /** For a piece of work of several calls: when the first has been let through, the others are as well. */
  forOneWork(): Circuits;
}

export interface CircuitsOptions {
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** A call that has not been sent: Salesforce has not answered the ones before it. */
export class CircuitOpen extends UpstreamFailure {
  override readonly name = 'CircuitOpen';
  /** When it may be worth another try. */
  readonly seconds: number;

  constructor(leftMs: number) {
    super('Salesforce has not answered for a while, and was not asked');
    this.seconds = Math.max(1, Math.ceil(leftMs / 1_000));
  }
}

/** What is known of an instance since its last good answer. */
interface Circuit {
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

/** A shop has one instance, and two for a while when Salesforce moves it. */
const mostInstances = 100;

/**
 * A good answer throws away what was counted before it: calls that began earlier, and fail later, count for
 * nothing.
 *
 * @see https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker
 * @example
 * const circuits = createCircuits({ log });
 * await circuits.run('https://shop.my.salesforce.com', call, (error) => error instanceof UpstreamFailure);
 */
export function createCircuits({ log, clock = Date.now }: CircuitsOptions): Circuits {
  const circuits = new Map<string, Circuit>();

  function circuitOf(origin: string): Circuit {
    const present = circuits.get(origin);
    if (present !== undefined) return present;
    const [oldest] = circuits.size >= mostInstances ? circuits.keys() : [];
    if (oldest !== undefined) circuits.delete(oldest);
    const backOff = createBackOff(pauses, clock);
    const circuit = { failures: 0, openedAt: undefined, isProbing: false, backOff };
    circuits.set(origin, circuit);
    return circuit;
  }

  function good(origin: string): void {
    const { openedAt } = circuits.get(origin) ?? {};
    circuits.delete(origin);
    if (openedAt === undefined) return;
    const seconds = Math.round((clock() - openedAt) / 1_000);
    log.warn({ event: 'salesforce_circuit', state: 'closed', instance: origin, seconds });
  }

  function bad(origin: string, circuit: Circuit, isProbe: boolean): void {
    // A good answer has come since it began.
    if (circuits.get(origin) !== circuit) return;
    circuit.failures += 1;
    if (isProbe) circuit.backOff.failed();
    // Those that were under way when it opened say nothing new.
    if (circuit.openedAt !== undefined || circuit.failures < failuresToOpen) return;
    circuit.openedAt = clock();
    circuit.backOff.failed();
    const { failures } = circuit;
    log.error({ event: 'salesforce_circuit', state: 'open', instance: origin, failures });
  }

  async function run<T>(
    origin: string,
    call: () => Promise<T>,
    isOutage: (error: unknown) => boolean,
    isBegun = false,
  ): Promise<T> {
    const circuit = circuitOf(origin);
    const isProbe = circuit.openedAt !== undefined && !isBegun;
    if (isProbe) {
      const leftMs = circuit.backOff.left();
      if (circuit.isProbing || leftMs > 0) throw new CircuitOpen(leftMs);
      circuit.isProbing = true;
    }
    try {
      const answer = await call();
      good(origin);
      return answer;
    } catch (error) {
      if (isOutage(error)) bad(origin, circuit, isProbe);
      throw error;
    } finally {
      // Also for a probe that nobody has waited for: the next request is the next one.
      if (isProbe) circuit.isProbing = false;
    }
  }

  return {
    run: (origin, call, isOutage) => run(origin, call, isOutage),
    forOneWork() {
      let isBegun = false;
      const one: Circuits = {
        run: (origin, call, isOutage) => {
          const begin = () => {
            isBegun = true;
            return call();
          };
          return run(origin, begin, isOutage, isBegun);
        },
        forOneWork: () => one,
      };
      return one;
    },
  };
}
