import { config as readDotenv } from 'dotenv';
import { pino } from 'pino';
import { createApp } from './app.ts';
import {
  createBackgroundWork,
  createRedisLink,
  createReplicaSource,
  describeError,
  type Logger,
} from './bff/index.ts';
import { clientFiles, clientFolder } from './client-files.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createDrain } from './create-drain.ts';
import { createHttpServer } from './http-server.ts';
import { createLogLines } from './log-lines.ts';

/** How long what has begun may take, in milliseconds, until the process ends all the same. */
const drainMs = {
  /**
   * Of Heroku's 30 seconds between SIGTERM and SIGKILL. Every request has its end at 20, a refresh that goes on
   * for nobody at 17, and what has been measured is sent in two more; the rest is for a machine that is busy.
   */
  asked: 24_000,
  /**
   * The request whose callback has thrown may never end, and meanwhile nobody is let in. Long enough for a
   * refresh that has begun: its call may take 6 seconds, and a new refresh token comes once.
   */
  uncaught: 8_000,
} as const;

try {
  await start();
} catch (error) {
  // What is wrong with the configuration says so itself; anything else needs to say where it happened.
  const isForeseen = error instanceof ConfigError;
  process.stderr.write(
    `${isForeseen ? error.message : error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = 1;
}

async function start(): Promise<void> {
  readDotenv({ quiet: true });
  const config = readConfig(process.env);
  const lines = createLogLines();
  process.once('exit', lines.flushSync);
  const log = pino({ level: config.logLevel, base: null }, lines);
  // First, since it finds no instruments that are made before; and only then, since it takes its time.
  const telemetry =
    config.telemetry &&
    (await import('./telemetry/start-telemetry.ts')).startTelemetry({ ...config.telemetry, log });
  const { redis: redisOptions } = config.session;
  const redis = redisOptions && createRedisLink({ ...redisOptions, log });
  const replica = config.database && createReplicaSource({ ...config.database, log });
  const background = createBackgroundWork();
  const client = clientFiles(clientFolder);
  const server = createHttpServer(createApp({ config, client, redis, replica, background, log }));
  const drain = createDrain(server);

  server.once('error', (error) => {
    log.fatal({ event: 'listen_failed', code: 'code' in error ? error.code : undefined });
    process.exitCode = 1;
  });
  server.listen(config.port, () => log.info({ event: 'listening', url: config.appUrl.origin }));
  sayWhatIsConfigured(config, log);

  let isStopping = false;
  const stop = async (signal: NodeJS.Signals | 'uncaughtException') => {
    if (isStopping) return;
    isStopping = true;
    log.info({ event: 'stopping', signal });
    const limitMs = signal === 'uncaughtException' ? drainMs.uncaught : drainMs.asked;
    setTimeout(() => process.exit(1), limitMs).unref();
    await drain();
    // A refresh whose requester has gone still has to keep what it gets.
    await background.settled();
    await replica?.close();
    await telemetry?.stop();
    process.exit();
  };
  // Heroku may say it more than once, which must not cut anybody off.
  process.on('SIGTERM', stop);
  // A second Ctrl-C means that somebody does not want to wait.
  process.once('SIGINT', stop);
  // What it has left undone nobody knows, so another process has to begin; whoever is in is answered first.
  process.on('uncaughtException', (error) => {
    log.fatal({ event: 'uncaught', ...describeError(error) });
    process.exitCode = 1;
    void stop('uncaughtException');
  });
}

function sayWhatIsConfigured(
  { salesforce, session, database, telemetry }: Config,
  log: Logger,
): void {
  const { clientAuthentication, integration } = salesforce;
  log.info({
    event: 'configured',
    clientAuthentication: clientAuthentication.method,
    integrationFlow: integration?.flow ?? 'none',
    sessionStore: session.redis === undefined ? 'memory' : 'redis',
    replica: database === undefined ? 'none' : 'postgres',
    telemetry: telemetry === undefined ? 'none' : 'otlp',
  });
  if (integration === undefined) {
    log.warn({
      event: 'not_configured',
      setting: 'SALESFORCE_INTEGRATION_FLOW',
      effect: 'public routes, such as the catalogue, answer not_configured',
    });
  }
  if (database === undefined) {
    log.warn({
      event: 'not_configured',
      setting: 'DATABASE_URL',
      effect: 'routes over replicated data, such as the spending, answer not_configured',
    });
  }
}
