import { once } from 'node:events';

/** Something that runs until it is stopped. */
export interface Supervised {
  /** Why it has ended by itself; pending as long as it runs. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts something and keeps it running until Ctrl-C, SIGTERM, a closed terminal or the end of npm;
 * then stops it and ends this process with 0. When it does not start, or ends by itself, the reason
 * is printed and the exit code is 1.
 *
 * @param start is told by `signal` when it has to give up starting
 */
export async function supervise(
  start: (signal: AbortSignal) => Promise<Supervised>,
): Promise<never> {
  const told = new AbortController();
  const toldToStop = once(told.signal, 'abort').then(() => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Not `once`: npm hands on a signal that the whole process group has had already.
    process.on(signal, () => told.abort());
  }
  // Where npm was killed without a chance to hand anything on. Without npm between, being left alone
  // may be what was meant (`nohup`).
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid === parent || told.abort(), 500).unref();
  }
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
