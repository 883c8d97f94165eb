import { type Circuit, createCircuit } from '../circuit.ts';
import type { Logger } from '../logger.ts';
import { UpstreamFailure } from './transport.ts';

/** Keeps people from waiting for a Salesforce that does not answer: a circuit for each instance. */
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

  constructor(seconds: number) {
    super('Salesforce has not answered for a while, and was not asked');
    this.seconds = seconds;
  }
}

/** A shop has one instance, and two for a while when Salesforce moves it. */
const mostInstances = 100;

/**
 * @example
 * const circuits = createCircuits({ log });
 * await circuits.run('https://shop.my.salesforce.com', call, (error) => error instanceof UpstreamFailure);
 */
export function createCircuits({ log, clock }: CircuitsOptions): Circuits {
  const circuits = new Map<string, Circuit>();

  function circuitOf(instance: string): Circuit {
    const present = circuits.get(instance);
    if (present !== undefined) return present;
    const [oldest] = circuits.size >= mostInstances ? circuits.keys() : [];
    if (oldest !== undefined) circuits.delete(oldest);
    const circuit = createCircuit({
      refusal: (seconds) => new CircuitOpen(seconds),
      opened: (failures) =>
        log.error({ event: 'salesforce_circuit', state: 'open', instance, failures }),
      closed: (seconds) =>
        log.warn({ event: 'salesforce_circuit', state: 'closed', instance, seconds }),
      ...(clock && { clock }),
    });
    circuits.set(instance, circuit);
    return circuit;
  }

  return {
    run: (origin, call, isOutage) => circuitOf(origin).run(call, { isOutage }),
    forOneWork() {
      let isBegun = false;
      const one: Circuits = {
        run: (origin, call, isOutage) => {
          const begin = () => {
            isBegun = true;
            return call();
          };
          return circuitOf(origin).run(begin, { isOutage, isBegun });
        },
        forOneWork: () => one,
      };
      return one;
    },
  };
}
