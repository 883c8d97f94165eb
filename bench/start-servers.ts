import { freePort } from '../test/processes/free-port.ts';
import { settingsFor } from '../test/processes/settings-for.ts';
import { startOrg } from '../test/processes/start-org.ts';
import { startRedis } from '../test/processes/start-redis.ts';
import { type MeasuredProcess, startMeasured } from './measured-process.ts';
import { untilAnswering } from './until-answering.ts';

export interface Serving {
  readonly server: MeasuredProcess;
  readonly url: string;
}

/**
 * All servers that are measured, and what is behind them: the embedded org, somebody quick before it, and
 * a Redis.
 *
 * - ours: `server/start.js`, its rate limit out of the way, in memory and on Redis
 * - `programs/hello.ts`: Express as it comes, and behind helmet
 * - `programs/plain-stack.ts`, in memory and on Redis, and `programs/openid-connect.ts`
 */
export async function startServers() {
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(running.map((each) => each.stop()));
  };
  async function serve(
    program: readonly [program: string, ...args: string[]],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Serving> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const server = startMeasured(program, { PORT: String(port), APP_URL: url, ...env });
    running.push(server);
    await untilAnswering(url);
    return { server, url };
  }

  async function start() {
    const [org, redis] = await Promise.all([startOrg(await freePort()), startRedis()]);
    running.push(org, redis);
    const quick = await serve(['bench/programs/quick-salesforce.ts'], { ORG_URL: org.url });
    const { SESSION_STORE = '', ...settings }: Record<string, string> = {
      ...settingsFor(org),
      // Another site than the app, as Salesforce is.
      SALESFORCE_LOGIN_URL: quick.url.replace('localhost', '127.0.0.1'),
      RATE_LIMIT_API: '1000000',
    };
    const onRedis = { ...settings, REDIS_URL: redis.url };
    const [bare, behindHelmet, plain, plainOnRedis, openid, ours, oursOnRedis] = await Promise.all([
      serve(['bench/programs/hello.ts']),
      serve(['bench/programs/hello.ts', 'helmet']),
      serve(['bench/programs/plain-stack.ts'], settings),
      serve(['bench/programs/plain-stack.ts'], onRedis),
      serve(['bench/programs/openid-connect.ts'], settings),
      serve(['server/start.js'], { ...settings, SESSION_STORE }),
      serve(['server/start.js'], onRedis),
    ]);
    return { quick, bare, behindHelmet, plain, plainOnRedis, openid, ours, oursOnRedis, stop };
  }
  return start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
}
