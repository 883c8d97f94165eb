import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/bff/queries/sql.ts';
import {
  createReplicaTable,
  overVisibleRows,
  type ReplicaTable,
} from '../../server/bff/routes/replica-table.ts';
import { freePort } from '../processes/free-port.ts';
import { startPglite } from '../replica/start-pglite.ts';

let database: Awaited<ReturnType<typeof startPglite>>;
let client: pg.Client;
beforeAll(async () => {
  database = await startPglite(await freePort());
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    CREATE SCHEMA salesforce;
    CREATE TABLE salesforce."user" (sfid varchar(18), name text);
    CREATE TABLE salesforce."order" (sfid varchar(18), isdeleted boolean, accountid text);
    INSERT INTO salesforce."user" VALUES ('005', 'Ada'), (NULL, 'Not yet in Salesforce');
    INSERT INTO salesforce."order" VALUES
      ('801A', FALSE, '001'), ('801B', TRUE, '001'), ('801C', NULL, '001'), ('801D', FALSE, '002');`);
}, 60_000);
afterAll(async () => {
  await client.end();
  await database.stop();
});

const person = { accountId: '001' };

async function rowsOf(table: ReplicaTable<typeof person>, select: ReturnType<typeof sql>) {
  const { text, values } = overVisibleRows([table], person, select).statement();
  return (await client.query(text, [...values])).rows;
}

describe('a replicated table', () => {
  it('leaves out what is deleted', async () => {
    const order = createReplicaTable<typeof person>('order', {
      visibleTo: ({ accountId }) => sql`accountid = ${accountId}`,
    });
    expect(await rowsOf(order, sql`SELECT sfid FROM "order" ORDER BY sfid`)).toEqual([
      { sfid: '801A' },
      { sfid: '801C' },
    ]);
  });

  it('may be of records that Salesforce never marks as deleted, such as users', async () => {
    const user = createReplicaTable<typeof person>('user', { visibleTo: () => sql`TRUE` });
    expect(await rowsOf(user, sql`SELECT * FROM "user"`)).toEqual([{ sfid: '005', name: 'Ada' }]);
  });
});
