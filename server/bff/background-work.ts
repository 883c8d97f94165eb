/** Work that goes on although nobody waits for its answer: it has to be over before the process may end. */
export interface BackgroundWork {
  /** @returns the same promise */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more. Never rejects. */
  settled(): Promise<void>;
}

/**
 * @example
 * const background = createBackgroundWork();
 * server.close(() => background.settled().then(() => process.exit(0)));
 */
export function createBackgroundWork(): BackgroundWork {
  const underWay = new Set<Promise<unknown>>();
  return {
    track(work) {
      const done = work.then(
        () => undefined,
        () => undefined,
      );
      underWay.add(done);
      void done.then(() => underWay.delete(done));
      return work;
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
