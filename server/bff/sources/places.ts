import { Problem } from '../problem.ts';

/** Places for work that is done side by side, and a queue before them. */
export interface Places {
  /**
   * Does the work once there is a place.
   * @param signal ends the wait for one; whether it ends the work is the work's own affair
   * @throws {Problem} `salesforce_unavailable` at once when the queue is full, or when the signal aborts
   */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Whether nobody works or waits. */
  readonly areEmpty: boolean;
}

/** @example createPlaces({ places: 4, waiting: 100 }) */
export function createPlaces(most: { readonly places: number; readonly waiting: number }): Places {
  const queue = new Set<() => void>();
  let taken = 0;

  const turn = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const leave = () => {
        queue.delete(enter);
        reject(busy());
      };
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.add(enter);
    });

  return {
    async run(work, signal) {
      if (signal.aborted) throw busy();
      if (taken < most.places) taken += 1;
      else if (queue.size < most.waiting) await turn(signal);
      else throw busy();
      try {
        return await work();
      } finally {
        // Whoever waits takes this place over.
        const [next] = queue;
        if (next === undefined) taken -= 1;
        else {
          queue.delete(next);
          next();
        }
      }
    },
    get areEmpty() {
      return taken === 0;
    },
  };
}

const busy = () =>
  new Problem('salesforce_unavailable', 'The shop is busy at the moment. Please try again.', {
    headers: { 'Retry-After': '5' },
  });
