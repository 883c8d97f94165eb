import { randomBytes } from 'node:crypto';
import { type Panel, panelOf } from './panel.ts';
import { freePort } from './processes/free-port.ts';
import { settingsFor } from './processes/settings-for.ts';
import { startNode } from './processes/start-node.ts';
import { startOrg } from './processes/start-org.ts';
import type { RunningProcess } from './processes/start-process.ts';
import { type RedisServerOptions, type RunningRedis, startRedis } from './processes/start-redis.ts';
import { type RunningReplica, startReplica } from './processes/start-replica.ts';
import { untilAnswering } from './processes/until-answering.ts';

export interface ClusterOptions {
  readonly processes: number;
  readonly redis?: RedisServerOptions;
  /** Whether replicated data is there too. */
  readonly replica?: boolean;
  /** More settings of the servers', or others. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Node's own, for the servers: `--import` lets a test change the world that they run in. */
  readonly flags?: readonly string[];
}

/** One server process of several. */
export interface ClusterMember {
  readonly url: string;
  readonly process: RunningProcess;
}

export interface Cluster {
  readonly members: readonly ClusterMember[];
  readonly redis: RunningRedis;
  readonly panel: Panel;
  readonly orgUrl: string;
  /** Absent where none was asked for. */
  readonly replica: RunningReplica | undefined;
  /** The origin that browsers see: the first member's. */
  readonly appUrl: string;
  /** What the servers are configured with: for programs beside them. */
  readonly settings: Readonly<Record<string, string>>;
  /** All that all of them have written. */
  log(): string;
  /** Starts one more in the place of a member, with other settings. */
  replace(place: number, settings?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts several production servers on one Redis and one embedded org, as they run behind a load
 * balancer: whichever is asked, a browser's cookie is good there (cookies know no ports).
 *
 * @example
 * const cluster = await startCluster({ processes: 4 });
 * await signIn(jar, cluster.appUrl, 'ada@northwind.example');
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { processes, settings = {}, flags = [] } = options;
  const [redis, org] = await Promise.all([startRedis(options.redis), startOrg(await freePort())]);
  const replica = options.replica ? await startReplica({ orgUrl: org.url }) : undefined;
  const ports = await Promise.all(Array.from({ length: processes }, () => freePort()));
  const appUrl = `http://localhost:${ports[0]}`;
  const common = {
    NODE_ENV: 'production',
    APP_URL: appUrl,
    ...settingsFor(org),
    SESSION_STORE: '',
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    REDIS_URL: redis.url,
    ...(replica && { DATABASE_URL: replica.url }),
    ...settings,
  };

  async function startMember(port: number, changes: object = {}): Promise<ClusterMember> {
    const url = `http://localhost:${port}`;
    const environment = { ...common, PORT: String(port), ...changes };
    const started = startNode(['server/main.ts'], environment, { flags });
    try {
      await untilAnswering('The server', `${url}/readyz`, started);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return { url, process: started };
  }

  const members: ClusterMember[] = [];
  const past: string[] = [];
  const stop = async () => {
    await Promise.all([
      ...members.map((member) => member.process.stop()),
      redis.stop(),
      replica?.stop(),
      org.stop(),
    ]);
  };
  try {
    members.push(...(await Promise.all(ports.map((port) => startMember(port)))));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    members,
    redis,
    panel: panelOf(org.url),
    orgUrl: org.url,
    replica,
    appUrl,
    settings: common,
    log: () => [...past, ...members.map((member) => member.process.output())].join('\n'),
    async replace(place, changes) {
      const member = members[place];
      const port = ports[place];
      if (member === undefined || port === undefined) throw new RangeError(`No member ${place}`);
      await member.process.stop();
      past.push(member.process.output());
      members[place] = await startMember(port, changes);
    },
    stop,
  };
}
