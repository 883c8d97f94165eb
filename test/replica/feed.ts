import pg from 'pg';
import { type Mapping, mappingOf, queryOf, rowOf, tableOf, upsertOf } from './mapping.ts';
import { type OrgRecord, orgRecords } from './org-records.ts';

export interface FeedOptions {
  readonly orgUrl: string;
  readonly databaseUrl: string;
}

export interface Feed {
  /** Copies what has changed since it was last called. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

/** What is not in the copy as it is in the org. */
interface News {
  readonly mapping: Mapping;
  readonly records: readonly OrgRecord[];
  /** The rows, as they are written. */
  readonly text: string;
}

/** What is copied, as an administrator would map it in Heroku Connect. */
const objects = [
  ...['Account', 'Contact', 'User', 'UserRole', 'Product2', 'Pricebook2', 'PricebookEntry'],
  ...['Order', 'OrderItem', 'Case'],
];

/** A schema with this comment may be dropped: it is a copy of an embedded org's. */
const mark = 'A copy of the embedded org';

/** The org's times are whole seconds: what is written later within one has the same. */
const overlapMs = 2_000;

/**
 * Copies an embedded org's records to Postgres, as Heroku Connect would, and keeps the copy current by
 * `SystemModstamp`.
 *
 * @throws {Error} when the database has a schema `salesforce` that is somebody else's
 */
export async function startFeed({ orgUrl, databaseUrl }: FeedOptions): Promise<Feed> {
  const org = orgRecords(orgUrl);
  let resets = await org.resets();
  const mappings = (await Promise.all(objects.map(org.describe))).map(mappingOf);
  /** What was last copied of each, and up to when. */
  const copied = new Map<Mapping, { readonly records: string; readonly since: string }>();
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // What it was asked at the time fails by itself.
  client.on('error', () => undefined);
  await client.connect();

  async function transaction(work: () => Promise<void>): Promise<void> {
    await client.query('BEGIN');
    try {
      await work();
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** Before a transaction: the embedded Postgres lets everybody else wait for the end of one. */
  async function readNews(): Promise<readonly News[]> {
    const all = await Promise.all(
      mappings.map(async (mapping) => {
        const records = await org.all(queryOf(mapping, copied.get(mapping)?.since));
        const text = JSON.stringify(records.map((record) => rowOf(mapping, record)));
        return { mapping, records, text };
      }),
    );
    return all.filter(
      ({ mapping, records, text }) => records.length > 0 && copied.get(mapping)?.records !== text,
    );
  }

  async function write({ mapping, records, text }: News): Promise<void> {
    await client.query(upsertOf(mapping), [text]);
    const newest = records
      .map(({ SystemModstamp }) => String(SystemModstamp))
      .toSorted()
      .at(-1);
    const since = new Date(Date.parse(String(newest)) - overlapMs).toISOString();
    copied.set(mapping, { records: text, since });
  }

  try {
    await requireOwnSchema(client);
    const news = await readNews();
    await transaction(async () => {
      await client.query('DROP SCHEMA IF EXISTS salesforce CASCADE; CREATE SCHEMA salesforce');
      await client.query(`COMMENT ON SCHEMA salesforce IS '${mark}'`);
      await client.query(mappings.map(tableOf).join('\n'));
      for (const each of news) await write(each);
    });
  } catch (error) {
    await client.end();
    throw error;
  }

  return {
    async follow() {
      const now = await org.resets();
      const isAnew = now !== resets;
      if (isAnew) copied.clear();
      const news = await readNews();
      if (!isAnew && news.length === 0) return;
      await transaction(async () => {
        if (isAnew) for (const { table } of mappings) await client.query(`DELETE FROM ${table}`);
        for (const each of news) await write(each);
      });
      resets = now;
    },
    close: () => client.end(),
  };
}

async function requireOwnSchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    "SELECT obj_description(oid, 'pg_namespace') AS mark FROM pg_namespace WHERE nspname = 'salesforce'",
  );
  if (rows.length > 0 && rows[0].mark !== mark) {
    throw new Error(
      'The database in DATABASE_URL has a schema "salesforce" that is not a copy of the embedded org: nothing was changed. Name another database',
    );
  }
}
