import { frozen } from './frozen.ts';
import { untilAborted } from './until-aborted.ts';

/** Work that several wait for. */
interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  passengers: number;
  isOver: boolean;
}

/**
 * Emptied when it is over. In V8 the tables of a map that grows and shrinks keep each other, and what was in
 * them, until the next great garbage collection: answers would grow old there.
 */
interface Place<T> {
  flight: Flight<T> | undefined;
}

/** Equal work that is under way for one owner is done once, for all who ask meanwhile. */
export interface Flights<T> {
  /**
   * @param fresh whether only work that begins now will do
   * @param signal ends the wait; when nobody waits any more, it ends the work
   * @throws whatever the work does, and {Problem} `salesforce_unavailable` when the signal aborts first
   */
  join(
    owner: string,
    key: string,
    options: { readonly signal: AbortSignal; readonly fresh: boolean },
    begin: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** Something has changed: what is under way may not know of it, and nobody else joins it. */
  leaveBehind(owner: string): void;
}

/** Bounded by the requests that are under way. */
export function createFlights<T>(): Flights<T> {
  const byOwner = new Map<string, Map<string, Place<T>>>();

  function begin(owner: string, key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const places = byOwner.get(owner) ?? new Map<string, Place<T>>();
    byOwner.set(owner, places);
    const ended = () => {
      flight.isOver = true;
      place.flight = undefined;
      if (places.get(key) === place) places.delete(key);
      if (places.size === 0 && byOwner.get(owner) === places) byOwner.delete(owner);
    };
    const result = work(controller.signal).then(frozen).finally(ended);
    const flight: Flight<T> = { result, controller, passengers: 0, isOver: false };
    const place: Place<T> = { flight };
    places.set(key, place);
    return flight;
  }

  return {
    async join(owner, key, { signal, fresh }, work) {
      const present = fresh ? undefined : byOwner.get(owner)?.get(key)?.flight;
      const flight =
        present === undefined || present.controller.signal.aborted
          ? begin(owner, key, work)
          : present;
      flight.passengers += 1;
      try {
        return await untilAborted(flight.result, signal);
      } finally {
        flight.passengers -= 1;
        // Nobody hears it once the work is done, and to say it would cost as much as to send an answer.
        if (flight.passengers === 0 && !flight.isOver) flight.controller.abort();
      }
    },
    leaveBehind: (owner) => void byOwner.delete(owner),
  };
}
