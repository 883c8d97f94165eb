import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessOptions {
  readonly cwd?: string;
  /** The whole environment of the process; without it, that of this one. */
  readonly env?: Readonly<Record<string, string>>;
  /** `capture` (default) keeps what it writes; `inherit` lets it write to this terminal itself. */
  readonly stdio?: 'capture' | 'inherit';
  readonly onOutput?: (text: string) => void;
  /** Whom it runs as, where that is another than whoever starts it. */
  readonly as?: { readonly uid: number; readonly gid: number } | undefined;
  /** A channel to it, by which `end-with-parent.ts` notices that this process is gone. */
  readonly ipc?: boolean;
}

export interface RunningProcess {
  /** Why it ended, in words: `exit code 1`, `SIGKILL`, `spawn foo ENOENT`. Never rejects. */
  readonly exited: Promise<{ readonly ok: boolean; readonly reason: string }>;
  /** All it has written so far, both streams in order of arrival. */
  output(): string;
  /** Sends it a signal, if it still runs. */
  signal(name: NodeJS.Signals): void;
  /** Asks it to end, insists after three seconds, and returns when it and what it started are gone. */
  stop(): Promise<void>;
}

const patienceMs = 3_000;

/**
 * Starts a program as the leader of a process group of its own.
 *
 * A Ctrl-C in a terminal reaches the whole foreground group; in its own group the program does not
 * get it, so that whoever started it decides in which order things end, and can end all that the
 * program has started itself (browsers, workers) by the group's id.
 */
export function startProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): RunningProcess {
  const { cwd, env, stdio = 'capture', onOutput, as, ipc = false } = options;
  const stream = stdio === 'inherit' ? 'inherit' : 'pipe';
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', stream, stream, ...(ipc ? (['ipc'] as const) : [])],
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...as,
  });
  const written: string[] = [];
  for (const source of [child.stdout, child.stderr]) {
    source?.setEncoding('utf8').on('data', (text: string) => {
      written.push(text);
      onOutput?.(text);
    });
  }
  const closed = once(child, 'close');
  const exited = once(child, 'exit').then(
    async ([code, signal]) => {
      // What it has written arrives until the streams close, but something it left behind may hold them.
      await within(500, closed);
      return { ok: code === 0, reason: signal ?? `exit code ${code}` };
    },
    (error: Error) => ({ ok: false, reason: error.message }),
  );
  closed.catch(() => undefined);

  return {
    exited,
    output: () => written.join(''),
    signal: (name) => void child.kill(name),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await within(patienceMs, exited);
      killGroup(child.pid);
      await exited;
    },
  };
}

const within = (ms: number, event: Promise<unknown>) =>
  Promise.race([event, delay(ms, undefined, { ref: false })]);

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // ESRCH: nothing of the group is left, which is what was wanted. EPERM: on macOS, only zombies are.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
