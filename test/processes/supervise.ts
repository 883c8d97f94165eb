/** Something that runs until it is stopped. */
export interface Supervised {
  /** Why it has ended by itself; pending as long as it runs. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts something and keeps it running until Ctrl-C, SIGTERM or a closed terminal; then stops it
 * and ends this process with 0. When it does not start, or ends by itself, the reason is printed and
 * the exit code is 1.
 *
 * @param start is told by `signal` when it has to give up starting
 */
export async function supervise(
  start: (signal: AbortSignal) => Promise<Supervised>,
): Promise<never> {
  const told = new AbortController();
  const toldToStop = new Promise<undefined>((resolve) => {
    // Not `once`: npm hands on a signal that the whole process group has had already.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        told.abort();
        resolve(undefined);
      });
    }
  });
  try {
    const supervised = await start(told.signal);
    const reason = await Promise.race([toldToStop, supervised.ended]);
    await supervised.stop();
    if (reason !== undefined) throw new Error(reason);
  } catch (error) {
    if (!told.signal.aborted) {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    }
  }
  process.exit(0);
}
