import { type ProcessOptions, startProcess } from './start-process.ts';

export interface RunOptions extends ProcessOptions {
  /** When it has not ended by then, it is ended, and that is a failure. */
  readonly deadlineSeconds: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

export interface Outcome {
  readonly ok: boolean;
  readonly reason: string;
  readonly output: string;
  readonly seconds: number;
}

/** Runs a program to its end, or to its deadline. Never rejects: what went wrong is in the outcome. */
export async function runProcess(
  command: string,
  args: readonly string[],
  { deadlineSeconds, signal, ...options }: RunOptions,
): Promise<Outcome> {
  const started = performance.now();
  const running = startProcess(command, args, options);
  let cutShort: { readonly reason: string; readonly stopped: Promise<void> } | undefined;
  const end = (why: string) => {
    cutShort ??= { reason: why, stopped: running.stop() };
  };
  const deadline = setTimeout(end, deadlineSeconds * 1_000, `no end after ${deadlineSeconds} s`);
  const interrupt = () => end('interrupted');
  signal?.addEventListener('abort', interrupt);
  if (signal?.aborted) interrupt();
  const { ok, reason } = await running.exited;
  clearTimeout(deadline);
  signal?.removeEventListener('abort', interrupt);
  await cutShort?.stopped;
  return {
    ok: ok && cutShort === undefined,
    reason: cutShort?.reason ?? reason,
    output: running.output(),
    seconds: (performance.now() - started) / 1_000,
  };
}
