import { setTimeout as delay } from 'node:timers/promises';
import { type Feed, startFeed } from './feed.ts';
import { startPglite } from './start-pglite.ts';

// A copy of an embedded org's records in Postgres, kept current: what Heroku Connect is to a real org.
// ORG_URL names the org; DATABASE_URL a Postgres, or, where it is empty, REPLICA_PORT the port of one in
// this process.

/** Between two looks at the org. */
const pauseMs = 500;

const { ORG_URL: orgUrl = '', DATABASE_URL: given, REPLICA_PORT: port } = process.env;
const databaseUrl = given || (await startPglite(Number(port))).url;
let feed: Feed | undefined = await startFeed({ orgUrl, databaseUrl });
console.log(`ready ${databaseUrl}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));

for (let complaint = ''; ; await delay(pauseMs)) {
  try {
    feed ??= await startFeed({ orgUrl, databaseUrl });
    await feed.follow();
    complaint = '';
  } catch (error) {
    // Whatever it was, all of it is copied anew.
    await feed?.close().catch(() => undefined);
    feed = undefined;
    if (String(error) !== complaint) console.error(String(error));
    complaint = String(error);
  }
}
