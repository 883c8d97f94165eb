import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { runProcess } from './run-process.ts';
import { startProcess } from './start-process.ts';

export interface PostgresServerOptions {
  /** PEM, with which it also speaks TLS. */
  readonly tls?: { readonly key: string; readonly certificate: string };
}

export interface RunningPostgres {
  readonly url: string;
  /** Ends it at once, as a machine that fails does, and starts it again with what it had. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a real Postgres of its own, on a free port of loopback, in a folder of its own.
 *
 * @param programs the folder with its programs: see `findPostgres`
 * @throws {Error} with what it has written, when it does not answer; it is not left running
 */
export async function startPostgres(
  programs: string,
  { tls }: PostgresServerOptions = {},
): Promise<RunningPostgres> {
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  const as = await unprivileged();
  if (as !== undefined) await chown(folder, as.uid, as.gid);
  const options = { cwd: folder, as };
  const made = await runProcess(
    join(programs, 'initdb'),
    ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...options, deadlineSeconds: 120 },
  );
  if (!made.ok) throw new Error(`initdb: ${made.reason}\n${made.output}`);
  if (tls !== undefined) {
    for (const [name, pem] of [
      ['server.crt', tls.certificate],
      ['server.key', tls.key],
    ] as const) {
      await writeFile(join(folder, name), pem, { mode: 0o600 });
      if (as !== undefined) await chown(join(folder, name), as.uid, as.gid);
    }
  }
  const start = () =>
    startProcess(
      join(programs, 'postgres'),
      [
        ...['-D', folder, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
        ...['-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', 'shared_buffers=16MB'],
        ...(tls === undefined ? [] : ['-c', 'ssl=on']),
      ],
      options,
    );
  let running = start();

  async function untilReady(): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      if (await answers(url)) return;
      await delay(100);
    }
    throw new Error(`Postgres does not answer\n${running.output()}`);
  }
  async function kill(): Promise<void> {
    // "Immediate shutdown": without a goodbye to anybody.
    running.signal('SIGQUIT');
    await running.exited;
  }
  async function stop(): Promise<void> {
    running.signal('SIGQUIT');
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
  await untilReady().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url,
    kill,
    async restart() {
      await kill();
      running = start();
      await untilReady();
    },
    stop,
  };
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** Postgres refuses to be root: then it runs as the user that Debian's package has made for it. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = await readFile('/etc/passwd', 'utf8');
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(users) ?? [];
  if (uid === undefined) throw new Error('There is no user postgres that Postgres could run as');
  return { uid: Number(uid), gid: Number(gid) };
}
