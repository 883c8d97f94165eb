import { freePort } from './free-port.ts';
import { startNode } from './start-node.ts';
import type { Supervised } from './supervise.ts';

export interface ReplicaOptions {
  readonly orgUrl: string;
  /** A Postgres to copy to; without one, it is started in the replica's own process. */
  readonly databaseUrl?: string | undefined;
  /** Gives up starting. */
  readonly signal?: AbortSignal | undefined;
}

export interface RunningReplica extends Supervised {
  /** Of the Postgres. */
  readonly url: string;
  /** Lets it stand still, as a machine does that swaps; connections stay open. */
  freeze(): void;
  thaw(): void;
}

const deadlineSeconds = 120;

/**
 * Starts a copy of an embedded org's records in Postgres, a process of its own that keeps it current, and
 * returns when everything is there.
 *
 * @throws {Error} with all that it has written, when it does not get there; it is not left running
 */
export async function startReplica(options: ReplicaOptions): Promise<RunningReplica> {
  const { orgUrl, databaseUrl = '', signal } = options;
  let tellReady: (url: string) => void = () => {};
  const ready = new Promise<string>((resolve) => {
    tellReady = resolve;
  });
  const running = startNode(
    ['test/replica/main.ts'],
    { ORG_URL: orgUrl, DATABASE_URL: databaseUrl, REPLICA_PORT: String(await freePort()) },
    {
      onOutput: () => {
        const [, url] = /^ready (\S+)$/m.exec(running.output()) ?? [];
        if (url !== undefined) tellReady(url);
      },
    },
  );
  const ended = running.exited.then(
    ({ reason }) => `The replica has ended (${reason})\n${running.output()}`,
  );
  const failed = ended.then((reason) => {
    throw new Error(reason);
  });
  failed.catch(() => undefined);
  try {
    const url = await Promise.race([ready, failed, given(signal)]);
    return {
      url,
      ended,
      freeze: () => running.signal('SIGSTOP'),
      thaw: () => running.signal('SIGCONT'),
      async stop() {
        running.signal('SIGCONT');
        await running.stop();
      },
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** Rejects when it is time to give up. */
function given(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The replica is not ready after ${deadlineSeconds} s`)),
      deadlineSeconds * 1_000,
    );
    timer.unref();
    signal?.addEventListener('abort', () => reject(new Error('interrupted')), { once: true });
  });
}
