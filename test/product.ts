import { type Panel, panelOf } from './panel.ts';
import { freePort } from './processes/free-port.ts';
import { settingsFor } from './processes/settings-for.ts';
import { startNode } from './processes/start-node.ts';
import { type RunningOrg, startOrg } from './processes/start-org.ts';
import { type RunningReplica, startReplica } from './processes/start-replica.ts';
import type { Supervised } from './processes/supervise.ts';
import { untilAnswering } from './processes/until-answering.ts';

export interface ProductOptions {
  /** Default: ports that are free. */
  readonly appPort?: number;
  readonly orgPort?: number;
  /** One that runs already, and runs on when the product is stopped; default: one of the product's own. */
  readonly org?: RunningOrg;
  /**
   * Whether replicated data is there too, in a Postgres that is started for it (1.6 s, 490 MB), or in the
   * one at this address.
   */
  readonly replica?: boolean | { readonly databaseUrl: string };
  /** More settings of the server's, or others. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What is started. Default: the server's source, since what was built may be older. */
  readonly program?: string;
  /** Node's own, for the server: `--import` lets a test change the world that it runs in. */
  readonly flags?: readonly string[];
  /** What the server writes, as it comes. */
  readonly onOutput?: (text: string) => void;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
}

export interface Product extends Supervised {
  readonly appUrl: string;
  readonly orgUrl: string;
  /** The org's control panel. */
  readonly panel: Panel;
  /** Absent where none was asked for. */
  readonly replica: RunningReplica | undefined;
  /** All that the server has written so far. */
  log(): string;
}

/**
 * Starts the embedded org and the production server beside it, each a process of its own, and
 * returns when both answer. The client is served as `npm run build` has left it.
 *
 * @throws {Error} when one of them does not answer; neither is left running
 * @example
 * const product = await startProduct({ settings: { SESSION_IDLE_MINUTES: '1' } });
 * const answer = await fetch(`${product.appUrl}/auth/session`);
 * await product.stop();
 */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const { appPort = await freePort(), orgPort = await freePort(), org: given } = options;
  const { program = 'server/main.ts', settings, flags = [], onOutput, signal } = options;
  const appUrl = `http://localhost:${appPort}`;
  const org = given ?? (await startOrg(orgPort, signal));
  const stopOrg = given ? async () => {} : org.stop;
  const replica = await startReplicaOf(org.url, options).catch(async (error: unknown) => {
    await stopOrg();
    throw error;
  });
  const server = startNode(
    [program],
    {
      NODE_ENV: 'production',
      PORT: String(appPort),
      APP_URL: appUrl,
      ...settingsFor(org),
      ...(replica && { DATABASE_URL: replica.url }),
      ...settings,
    },
    { flags, ...(onOutput === undefined ? {} : { onOutput }) },
  );
  const stop = async () => {
    await Promise.all([server.stop(), replica?.stop(), stopOrg()]);
  };
  try {
    await untilAnswering('The server', `${appUrl}/readyz`, server, { signal });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    appUrl,
    orgUrl: org.url,
    panel: panelOf(org.url),
    replica,
    log: server.output,
    ended: Promise.race([
      server.exited.then(({ reason }) => `The server has ended (${reason})\n${server.output()}`),
      org.ended,
      ...(replica === undefined ? [] : [replica.ended]),
    ]),
    stop,
  };
}

async function startReplicaOf(
  orgUrl: string,
  { replica = false, signal }: ProductOptions,
): Promise<RunningReplica | undefined> {
  if (replica === false) return undefined;
  const databaseUrl = replica === true ? undefined : replica.databaseUrl;
  return startReplica({ orgUrl, databaseUrl, signal });
}
