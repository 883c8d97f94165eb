import { Problem } from '../problem.ts';

/** Places for work that is done side by side, and a queue before them. */
export interface Places {
  /**
   * Does the work once there is a place.
   * @throws {Problem} `salesforce_unavailable` at once when the queue is full
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** @example createPlaces({ places: 4, waiting: 100 }) */
export function createPlaces(most: { readonly places: number; readonly waiting: number }): Places {
  const queue: (() => void)[] = [];
  let taken = 0;

  return {
    async run(work) {
      if (taken < most.places) taken += 1;
      else if (queue.length < most.waiting) await new Promise<void>((enter) => queue.push(enter));
      else throw tooMany();
      try {
        return await work();
      } finally {
        // Whoever waits takes this place over.
        const next = queue.shift();
        if (next === undefined) taken -= 1;
        else next();
      }
    },
  };
}

const tooMany = () =>
  new Problem('salesforce_unavailable', 'The shop is busy at the moment. Please try again.', {
    headers: { 'Retry-After': '5' },
  });
