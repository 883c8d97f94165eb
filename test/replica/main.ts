import { setTimeout as delay } from 'node:timers/promises';
import { startFeed } from './feed.ts';
import { startPglite } from './start-pglite.ts';

// A copy of an embedded org's records in Postgres, kept current: what Heroku Connect is to a real org.
// ORG_URL names the org; DATABASE_URL a Postgres, or, where it is empty, REPLICA_PORT the port of one in
// this process.

/** Between two looks at the org. */
const pauseMs = 500;

const { ORG_URL: orgUrl = '', DATABASE_URL: given, REPLICA_PORT: port } = process.env;
const url = given || (await startPglite(Number(port))).url;
const feed = await startFeed({ orgUrl, databaseUrl: url });
console.log(`ready ${url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));

for (let complaint = ''; ; await delay(pauseMs)) {
  const trouble = await feed.follow().then(
    () => '',
    (error: unknown) => String(error),
  );
  if (trouble !== '' && trouble !== complaint) console.error(trouble);
  complaint = trouble;
}
