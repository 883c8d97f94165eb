import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../org/create-org.ts';
import { databases } from './databases.ts';
import { type Feed, startFeed } from './feed.ts';

for (const database of databases()) {
  describe.runIf(database.isThere)(`the copy of an org, on ${database.name}`, () => {
    let org: Org;
    let client: pg.Client;
    let feed: Feed;
    let url: string;
    let stop: () => Promise<void>;

    beforeAll(async () => {
      org = await createOrg();
      ({ url, stop } = await database.start());
      client = new pg.Client({ connectionString: url });
      await client.connect();
      feed = await startFeed({ orgUrl: org.url, databaseUrl: url });
    });
    afterAll(async () => {
      await feed?.close();
      await client?.end();
      await stop?.();
      await org?.close();
    });

    const rows = async (text: string, values: readonly unknown[] = []) =>
      (await client.query(text, [...values])).rows;

    it('has Heroku Connect’s columns, in Heroku Connect’s types', async () => {
      const columns = await rows(
        `SELECT column_name AS name, data_type AS type, character_maximum_length AS length
         FROM information_schema.columns WHERE table_schema = 'salesforce' AND table_name = 'order'`,
      );
      const typeOf = Object.fromEntries(
        columns.map(({ name, type, length }) => [name, length ? `${type}(${length})` : type]),
      );
      expect(typeOf).toMatchObject({
        ...{ id: 'integer', sfid: 'character varying(18)', isdeleted: 'boolean' },
        ...{ _hc_lastop: 'character varying(32)', _hc_err: 'text' },
        ...{ systemmodstamp: 'timestamp without time zone', effectivedate: 'date' },
        ...{ totalamount: 'double precision', accountid: 'character varying(18)' },
        ...{ status: 'character varying(255)', description: 'text' },
      });
    });

    it.each(['user', 'userrole'])(
      'has no isdeleted in %s, as Salesforce has none',
      async (table) => {
        const [column] = await rows(
          `SELECT count(*)::int AS n FROM information_schema.columns
         WHERE table_schema = 'salesforce' AND table_name = $1 AND column_name = 'isdeleted'`,
          [table],
        );
        expect(column.n).toBe(0);
      },
    );

    it('has every record with every value', async () => {
      for (const [table, object] of [
        ['"order"', 'Order'],
        ['orderitem', 'OrderItem'],
        ['"user"', 'User'],
      ] as const) {
        const [count] = await rows(`SELECT count(*)::int AS n FROM salesforce.${table}`);
        expect(count.n).toBe(org.data().tables[object]?.size);
      }
      const [order] = org.data().tables.Order.rows();
      const [copy] = await rows(
        'SELECT *, effectivedate::text AS day, createddate::text AS created FROM salesforce."order" WHERE sfid = $1',
        [order?.Id],
      );
      expect(copy).toMatchObject({
        ...{ accountid: order?.AccountId, totalamount: order?.TotalAmount, isdeleted: false },
        ...{ day: order?.EffectiveDate, _hc_lastop: 'SYNCED', enddate: null },
        created: String(order?.CreatedDate).replace('T', ' ').replace('.000+0000', ''),
      });
    });

    it('follows what is changed and deleted, and an org that begins anew', async () => {
      const { Account } = org.data().tables;
      const [account] = [...Account.rows()];
      if (account === undefined) throw new Error('There are accounts');
      const named = async () =>
        rows('SELECT name, isdeleted FROM salesforce.account WHERE sfid = $1', [account.Id]);
      const SystemModstamp = new Date().toISOString().replace(/\.\d+Z/, '.000+0000');
      Account.update(account, { Name: 'Renamed', SystemModstamp });
      await feed.follow();
      expect(await named()).toEqual([{ name: 'Renamed', isdeleted: false }]);
      // Within the same second, which is all that a time says.
      Account.update(account, { IsDeleted: true, SystemModstamp });
      await feed.follow();
      expect(await named()).toEqual([{ name: 'Renamed', isdeleted: true }]);
      org.reset();
      await feed.follow();
      expect(await named()).toEqual([{ name: 'Northwind', isdeleted: false }]);
    });

    it('is made anew where it was made before, and nowhere else', async () => {
      const again = await startFeed({ orgUrl: org.url, databaseUrl: url });
      await again.close();
      await client.query("COMMENT ON SCHEMA salesforce IS 'Heroku Connect'");
      await expect(startFeed({ orgUrl: org.url, databaseUrl: url })).rejects.toThrow(
        'not a copy of the embedded org',
      );
      const [count] = await rows('SELECT count(*)::int AS n FROM salesforce."order"');
      expect(count.n).toBeGreaterThan(0);
    });
  });
}
