import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { redis as needed } from '../programs/needed-programs.ts';
import { freePort } from './free-port.ts';
import { startProcess } from './start-process.ts';

export interface RedisServerOptions {
  /** PEM files with which it also speaks TLS. */
  readonly tls?: { readonly key: string; readonly certificate: string };
  /** Whether it writes down each change before it acknowledges it, and has it again after a restart. */
  readonly persists?: boolean;
}

export interface RunningRedis {
  readonly url: string;
  /** `rediss://…`, where it speaks TLS. */
  readonly tlsUrl: string | undefined;
  /** Lets it stand still, as a machine does that swaps; connections stay open. */
  freeze(): void;
  thaw(): void;
  /** Ends it at once, as a machine that fails does, and starts one in its place: an empty one, unless it persists. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** All that it has in memory, as it writes it to disk. */
  dump(): Promise<Buffer>;
  /** Sends it a command and answers what comes back, raw. */
  ask(...command: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a real Redis of its own, on a free port of loopback, without files but for `dump`, unless it persists.
 *
 * @throws {Error} that says what to install, where there is none
 */
export async function startRedis({
  tls,
  persists = false,
}: RedisServerOptions = {}): Promise<RunningRedis> {
  const program = needed.find();
  if (program === undefined) throw new Error(needed.howToInstall);
  const port = await freePort();
  const tlsPort = tls && (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const start = () =>
    startProcess(program, [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--save', '', '--rdbcompression', 'no', '--daemonize', 'no'],
      ...['--appendonly', persists ? 'yes' : 'no', '--appendfsync', 'always'],
      ...(tls
        ? [
            ...['--tls-port', String(tlsPort), '--tls-auth-clients', 'no'],
            ...['--tls-key-file', tls.key, '--tls-cert-file', tls.certificate],
          ]
        : []),
    ]);
  let running = start();

  const ask = (...command: readonly string[]) => askRedis(port, command);
  async function untilReady(): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await ask('PING').catch(() => '')) === '+PONG\r\n') return;
      await delay(50);
    }
    throw new Error(`Redis does not answer\n${running.output()}`);
  }
  await untilReady();

  return {
    url: `redis://127.0.0.1:${port}`,
    tlsUrl: tlsPort === undefined ? undefined : `rediss://localhost:${tlsPort}`,
    ask,
    freeze: () => running.signal('SIGSTOP'),
    thaw: () => running.signal('SIGCONT'),
    async kill() {
      running.signal('SIGKILL');
      await running.exited;
    },
    async restart() {
      running.signal('SIGKILL');
      await running.exited;
      running = start();
      await untilReady();
    },
    async dump() {
      await ask('SAVE');
      return readFile(join(folder, 'dump.rdb'));
    },
    async stop() {
      running.signal('SIGCONT');
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One command over a connection of its own (RESP). */
function askRedis(port: number, command: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(5_000, () => socket.destroy(new Error('Redis does not answer')));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString());
    });
    const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
    socket.write(`*${command.length}\r\n${parts.join('')}`);
  });
}
