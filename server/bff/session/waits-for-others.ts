import type { Measure } from '../measure.ts';

/** What one renewal spends on waiting for somebody else's. */
export interface WaitsForOthers {
  /** Lets time pass. */
  wait(whom: 'another_process' | 'salesforce', ms: number): Promise<void>;
  /** To be said when the renewal is over: what it has waited in all is measured. */
  end(): void;
}

/** @example const waits = createWaitsForOthers({ measure, wait: delay, clock: () => performance.now() }); */
export function createWaitsForOthers(options: {
  readonly measure: Pick<Measure, 'waitedForRefresh'>;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly clock: () => number;
}): WaitsForOthers {
  const { measure, wait, clock } = options;
  const waited = { another_process: 0, salesforce: 0 };
  return {
    async wait(whom, ms) {
      const start = clock();
      await wait(ms);
      waited[whom] += clock() - start;
    },
    end() {
      for (const whom of ['another_process', 'salesforce'] as const) {
        if (waited[whom] > 0) measure.waitedForRefresh(whom, waited[whom]);
      }
    },
  };
}
