import { parseArgs } from 'node:util';
import { config as readDotenv } from 'dotenv';
import { pino } from 'pino';
import { createOperations, createRedisLink } from '../bff/index.ts';
import { readConfig } from '../config.ts';

const usage = `Ends sessions, at every server that keeps them in the same Redis.

  npm run end-sessions -- --user ada@northwind.example   all of one user's
  npm run end-sessions -- --everybody                    everybody's

It reads the same settings as the server.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { user: { type: 'string' }, everybody: { type: 'boolean' } },
  });
  if ((values.user === undefined) === (values.everybody !== true)) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  readDotenv({ quiet: true });
  const { appUrl, salesforce, session, logLevel } = readConfig(process.env);
  const log = pino({ level: logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
  if (session.redis === undefined) {
    throw new Error('REDIS_URL is missing: sessions in the memory of a process end with it');
  }
  const redis = createRedisLink({ ...session.redis, log });
  try {
    const operations = createOperations({
      appUrl,
      salesforce,
      session: { ...session, redis },
      log,
    });
    const ended =
      values.user === undefined
        ? await operations.endEverybodysSessions()
        : await operations.endSessionsOf(values.user);
    process.stdout.write(`${ended} ${ended === 1 ? 'session has' : 'sessions have'} ended.\n`);
  } finally {
    redis.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
