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

  async function read(mapping: Mapping): Promise<readonly OrgRecord[]> {
    return org.all(queryOf(mapping, copied.get(mapping)?.since));
  }

  async function write(mapping: Mapping, records: readonly OrgRecord[]): Promise<void> {
    const text = JSON.stringify(records.map((record) => rowOf(mapping, record)));
    const before = copied.get(mapping);
    if (records.length === 0 || before?.records === text) return;
    await client.query(upsertOf(mapping), [text]);
    const newest = records
      .map(({ SystemModstamp }) => String(SystemModstamp))
      .toSorted()
      .at(-1);
    const since = new Date(Date.parse(String(newest)) - overlapMs).toISOString();
    copied.set(mapping, { records: text, since });
  }

  async function readAndWrite(): Promise<void> {
    const read_ = await Promise.all(
      mappings.map(async (each) => [each, await read(each)] as const),
    );
    for (const [mapping, records] of read_) await write(mapping, records);
  }

  try {
    await requireOwnSchema(client);
    await transaction(async () => {
      await client.query('DROP SCHEMA IF EXISTS salesforce CASCADE; CREATE SCHEMA salesforce');
      await client.query(`COMMENT ON SCHEMA salesforce IS '${mark}'`);
      await client.query(mappings.map(tableOf).join('\n'));
      await readAndWrite();
    });
  } catch (error) {
    await client.end();
    throw error;
  }

  return {
    async follow() {
      const now = await org.resets();
      if (now === resets) return transaction(readAndWrite);
      copied.clear();
      await transaction(async () => {
        for (const { table } of mappings) await client.query(`DELETE FROM ${table}`);
        await readAndWrite();
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
