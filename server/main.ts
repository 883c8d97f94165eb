import { config as readDotenv } from 'dotenv';
import { pino } from 'pino';
import { createApp } from './app.ts';
import {
  createBackgroundWork,
  createRedisLink,
  createReplicaSource,
  type Logger,
} from './bff/index.ts';
import { clientFiles, clientFolder } from './client-files.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createHttpServer } from './http-server.ts';

/** Nearly all of Heroku's 30 seconds between SIGTERM and SIGKILL: a refresh that is cut off may cost a sign-in. */
const drainMs = 27_000;

try {
  start();
} catch (error) {
  // What is wrong with the configuration says so itself; anything else needs to say where it happened.
  const isForeseen = error instanceof ConfigError;
  process.stderr.write(
    `${isForeseen ? error.message : error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = 1;
}

function start(): void {
  readDotenv({ quiet: true });
  const config = readConfig(process.env);
  // Written at once: what waits to be written when its reader is gone would be tried for ever at exit
  // (sonic-boom's flushSync retries EPIPE).
  const log = pino(
    { level: config.logLevel, base: null },
    pino.destination({ dest: 1, sync: true }),
  );
  const { redis: redisOptions } = config.session;
  const redis = redisOptions && createRedisLink({ ...redisOptions, log });
  const replica = config.database && createReplicaSource({ ...config.database, log });
  const background = createBackgroundWork();
  const client = clientFiles(clientFolder);
  const server = createHttpServer(createApp({ config, client, redis, replica, background, log }));

  server.once('error', (error) => {
    log.fatal({ event: 'listen_failed', code: 'code' in error ? error.code : undefined });
    process.exitCode = 1;
  });
  server.listen(config.port, () => log.info({ event: 'listening', url: config.appUrl.origin }));
  sayWhatIsConfigured(config, log);

  const stop = (signal: NodeJS.Signals) => {
    log.info({ event: 'stopping', signal });
    // A refresh whose requester has gone still has to keep what it gets.
    server.close(async () => {
      await background.settled();
      await replica?.close();
      process.exit(0);
    });
    // A connection whose last answer went out meanwhile would be kept open for another request.
    setInterval(() => server.closeIdleConnections(), 100).unref();
    setTimeout(() => process.exit(1), drainMs).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function sayWhatIsConfigured({ salesforce, session, database }: Config, log: Logger): void {
  const { clientAuthentication, integration } = salesforce;
  log.info({
    event: 'configured',
    clientAuthentication: clientAuthentication.method,
    integrationFlow: integration?.flow ?? 'none',
    sessionStore: session.redis === undefined ? 'memory' : 'redis',
    replica: database === undefined ? 'none' : 'postgres',
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
