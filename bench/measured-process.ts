import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../test/processes/start-node.ts';

export interface MeasuredProcess {
  /** Microseconds that all its threads have computed so far. */
  cpu(): Promise<number>;
  /** Bytes, after a garbage collection. */
  memory(): Promise<{ readonly rss: number; readonly heapUsed: number }>;
  /** Asks a program of the benchmark something, and waits for its answer. */
  ask(question: object): Promise<unknown>;
  stop(): Promise<void>;
}

const preloads = ['test/processes/end-with-parent.ts', 'bench/programs/say-usage.ts'].flatMap(
  (file) => ['--import', pathToFileURL(join(root, file)).href],
);

/** Milliseconds for whatever has been started to end by itself. */
const patienceMs = 3_000;

/**
 * Starts a program of this repository as a production process, its log going to nowhere.
 *
 * @param program its path from the root of the repository, and its arguments
 * @param env its whole environment, but for `NODE_ENV`
 * @param flags Node's own, in place of what lets it say what it has used
 * @example const server = startMeasured(['server/main.ts'], { PORT: '3000', … });
 */
export function startMeasured(
  [program, ...args]: readonly [program: string, ...args: string[]],
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = ['--expose-gc', ...preloads],
): MeasuredProcess {
  const child = fork(join(root, program), args, {
    // Where no `.env` is.
    cwd: import.meta.dirname,
    env: { NODE_ENV: 'production', ...env },
    execArgv: [...flags],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const exit = once(child, 'exit');
  const ended = exit.then(([code, signal]): never => {
    throw new Error(`${program} has ended (${signal ?? code})\n${complaints}`);
  });
  ended.catch(() => undefined);

  async function ask(question: object | string): Promise<unknown> {
    const answered = once(child, 'message');
    child.send(question);
    const [answer] = await Promise.race([answered, ended]);
    return answer;
  }
  return {
    ask,
    // Both as `programs/say-usage.ts` sends them.
    cpu: async () => (await ask('cpu')) as number,
    memory: async () => (await ask('memory')) as { rss: number; heapUsed: number },
    async stop() {
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await exit;
      clearTimeout(insist);
    },
  };
}
