import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { orgAs } from '../org-as-user.ts';
import { type Product, startProduct } from '../product.ts';
import { databases } from '../replica/databases.ts';
import { createMovedClock } from '../security/moved-clock.ts';
import { signIn } from '../sign-in.ts';

const ada = 'ada@northwind.example';
const alan = 'alan@northwind.example';
const grace = 'grace@contoso.example';
const mia = 'mia@store.example';
const people = [ada, alan, grace, 'sam@store.example', 'rita@store.example', mia];

interface Item {
  readonly month: string;
  readonly family: string | null;
  readonly amount: number;
}

interface OrderRow {
  readonly EffectiveDate: string;
  readonly TotalAmount: number;
  readonly OrderItems: {
    readonly records: readonly {
      readonly TotalPrice: number;
      readonly Product2: { readonly Family: string | null };
    }[];
  } | null;
}

/** An amount that was added up from binary fractions, in whole cents. */
const cents = (amount: number): number => Math.round(amount * 100);

const sum = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => total + cents(amount), 0);

/** What the org's own answer comes to, by month and family. */
function spendingOf(orders: readonly OrderRow[]): Record<string, number> {
  const spending: Record<string, number> = {};
  for (const { EffectiveDate, OrderItems } of orders) {
    for (const { TotalPrice, Product2 } of OrderItems?.records ?? []) {
      const key = `${EffectiveDate.slice(0, 7)} ${Product2.Family}`;
      spending[key] = (spending[key] ?? 0) + cents(TotalPrice);
    }
  }
  return spending;
}

const byKey = (items: readonly Item[]): Record<string, number> =>
  Object.fromEntries(
    items.map(({ month, family, amount }) => [`${month} ${family}`, cents(amount)]),
  );

/** Asks again until it is so, for as long as a copy may take. */
const soon = { timeout: 15_000, interval: 300 };

for (const database of databases()) {
  describe.runIf(database.isThere)(`GET /api/mySpending, on ${database.name}`, () => {
    const clock = createMovedClock();
    let product: Product;
    let stopDatabase: () => Promise<void>;
    const jars = new Map<string, CookieJar>();

    beforeAll(async () => {
      const { url, stop } = await database.start();
      stopDatabase = stop;
      product = await startProduct({ replica: { databaseUrl: url }, flags: clock.flags });
      for (const username of [...people, 'integration@store.example']) await enter(username);
    });
    afterAll(async () => {
      await product?.stop();
      await stopDatabase?.();
      clock.remove();
    });
    afterEach(async () => {
      // ID tokens are of this moment: nobody signs in to a server whose clock is ahead.
      clock.set({ minutes: 0 });
      await product.panel.faults();
    });

    async function enter(username: string): Promise<void> {
      const jar = new CookieJar();
      await signIn(jar, product.appUrl, username);
      jars.set(username, jar);
    }

    async function ask(username: string, query = '') {
      const jar = jars.get(username) ?? new CookieJar();
      const url = new URL(`/api/mySpending${query}`, product.appUrl);
      const { status, headers, body } = await jar.request(url, { headers: { 'X-BFF': '1' } });
      return { status, headers, json: JSON.parse(body) };
    }

    async function spending(username: string, query = ''): Promise<readonly Item[]> {
      const { status, json } = await ask(username, query);
      expect([status, json.code]).toEqual([200, undefined]);
      expect(json.next).toBeNull();
      return json.items;
    }

    async function ordersOf(username: string, where = ''): Promise<readonly OrderRow[]> {
      const org = await orgAs(product.orgUrl, username);
      const orders = await org.query(
        `SELECT EffectiveDate, TotalAmount, (SELECT TotalPrice, Product2.Family FROM OrderItems) FROM Order ${where}`,
      );
      return orders as unknown as readonly OrderRow[];
    }

    async function change(text: string, values: readonly unknown[] = []): Promise<void> {
      const client = new pg.Client({ connectionString: product.replica?.url });
      await client.connect();
      await client.query(text, [...values]);
      await client.end();
    }

    it.each(people)('comes to what Salesforce shows %s, line by line', async (username) => {
      const items = await spending(username);
      const orders = await ordersOf(username);
      expect(orders.length).toBeGreaterThan(50);
      expect(byKey(items)).toEqual(spendingOf(orders));
      expect(sum(items.map(({ amount }) => amount))).toBe(
        sum(orders.map(({ TotalAmount }) => TotalAmount)),
      );
      const order = items.map(({ month, family }) => `${month} ${family}`);
      expect(order).toEqual(order.toSorted());
    });

    it('differs from account to account, and is the same within one', async () => {
      expect(await spending(ada)).toEqual(await spending(alan));
      expect(await spending(ada)).not.toEqual(await spending(grace));
    });

    it('shows nothing to somebody who may read no orders, or is not signed in', async () => {
      expect(await spending('integration@store.example')).toEqual([]);
      const { status, json } = await ask('nobody');
      expect([status, json.code]).toEqual([401, 'not_signed_in']);
    });

    it('is of the days from the first to the last, both included', async () => {
      const days = (await ordersOf(ada)).map(({ EffectiveDate }) => EffectiveDate).toSorted();
      const [from = '', to = ''] = [days[10], days[40]];
      for (const [query, where] of [
        [`?from=${from}&to=${to}`, `WHERE EffectiveDate >= ${from} AND EffectiveDate <= ${to}`],
        [`?from=${to}`, `WHERE EffectiveDate >= ${to}`],
        [`?to=${from}`, `WHERE EffectiveDate <= ${from}`],
        [`?from=${from}&to=${from}`, `WHERE EffectiveDate = ${from}`],
      ] as const) {
        const orders = await ordersOf(ada, where);
        expect(orders.length, query).toBeGreaterThan(0);
        expect(byKey(await spending(ada, query)), query).toEqual(spendingOf(orders));
      }
      expect(await spending(ada, `?from=${to}&to=${from}`)).toEqual([]);
    });

    it.each([
      ['from', '?from=yesterday'],
      ['from', '?from=2026-02-30'],
      ['to', '?to=2026-1-1'],
      ['to', '?to='],
      ['from', '?from=2026-01-01%00'],
      ['from', `?from=${encodeURIComponent("2026-01-01' OR '1'='1")}`],
      ['to', `?to=${encodeURIComponent("2026-01-01'; DROP SCHEMA salesforce CASCADE; --")}`],
      ['from', '?from=2026-01-01&from=2026-01-02'],
      ['accountId', '?accountId=001000000000000'],
      ['__proto__', '?__proto__=1'],
    ])('refuses a wrong %s: %s', async (field, query) => {
      const { status, json } = await ask(ada, query);
      expect([status, json.code]).toEqual([422, 'invalid_input']);
      expect(json.errors).toMatchObject([{ field }]);
      expect((await spending(ada)).length).toBeGreaterThan(0);
    });

    it('belongs to one user: no cache keeps it', async () => {
      const { headers } = await ask(ada);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('etag')).toBeNull();
    });

    it('leaves out what is deleted, and what Salesforce does not have yet', async () => {
      const before = sum((await spending(ada)).map(({ amount }) => amount));
      const org = await orgAs(product.orgUrl, ada);
      const [order] = await org.query(
        'SELECT Id, AccountId, TotalAmount FROM Order ORDER BY EffectiveDate LIMIT 1',
      );
      const left = before - cents(Number(order?.TotalAmount));
      const total = async () => sum((await spending(ada)).map(({ amount }) => amount));
      const ids = [order?.Id];
      await change('UPDATE salesforce."order" SET isdeleted = TRUE WHERE sfid = $1', ids);
      expect(await total()).toBe(left);
      // As in the first rows that Heroku Connect ever copied.
      await change('UPDATE salesforce."order" SET isdeleted = NULL WHERE sfid = $1', ids);
      expect(await total()).toBe(before);
      await change(
        `INSERT INTO salesforce.orderitem (orderid, totalprice, _hc_lastop) VALUES ($1, 99, 'PENDING')`,
        ids,
      );
      expect(await total()).toBe(before);
    });

    it('follows an order that is placed, and one that is deleted, within seconds', async () => {
      const before = sum((await spending(ada)).map(({ amount }) => amount));
      const org = await orgAs(product.orgUrl, ada);
      const [account] = await org.query('SELECT Id FROM Account');
      const [entry] = await org.query(
        'SELECT Id, UnitPrice, Pricebook2Id FROM PricebookEntry WHERE Pricebook2.IsStandard = TRUE LIMIT 1',
      );
      const orderId = await org.create('Order', {
        AccountId: account?.Id,
        Pricebook2Id: entry?.Pricebook2Id,
        EffectiveDate: new Date().toISOString().slice(0, 10),
        Status: 'Draft',
      });
      await org.create('OrderItem', {
        OrderId: orderId,
        PricebookEntryId: entry?.Id,
        Quantity: 3,
        UnitPrice: entry?.UnitPrice,
      });
      const total = async (username: string) =>
        sum((await spending(username)).map(({ amount }) => amount));
      const others = await total(grace);
      const more = before + 3 * cents(Number(entry?.UnitPrice));
      await expect.poll(() => total(ada), soon).toBe(more);
      expect(await total(alan)).toBe(more);
      expect(await total(grace)).toBe(others);
      await (await orgAs(product.orgUrl, mia)).delete('Order', orderId);
      await expect.poll(() => total(ada), soon).toBe(before);
    });

    it('asks Salesforce about a user once, whatever comes at once, and again after five minutes', async () => {
      const asked = () => product.panel.calls('GET /query');
      await enter(alan);
      const before = await asked();
      await Promise.all(Array.from({ length: 10 }, () => spending(alan)));
      expect(await asked()).toBe(before + 1);
      clock.set({ minutes: 4 });
      await spending(alan);
      expect(await asked()).toBe(before + 1);
      clock.set({ minutes: 6 });
      await spending(alan);
      expect(await asked()).toBe(before + 2);
    });

    it('asks again for another sign-in, which is another grant', async () => {
      await enter(alan);
      await spending(alan);
      const before = await product.panel.calls('GET /query');
      await spending(alan);
      expect(await product.panel.calls('GET /query')).toBe(before);
      await enter(alan);
      await spending(alan);
      expect(await product.panel.calls('GET /query')).toBe(before + 1);
    });

    it('follows a user who is moved to another account, after five minutes or the next sign-in', async () => {
      const manager = await orgAs(product.orgUrl, mia);
      const [user] = await manager.query(
        `SELECT ContactId, AccountId FROM User WHERE Username = '${alan}'`,
      );
      const [contoso] = await manager.query("SELECT Id FROM Account WHERE Name = 'Contoso'");
      const contact = String(user?.ContactId);
      const [northwinds, contosos] = [await spending(ada), await spending(grace)];
      expect(await spending(alan)).toEqual(northwinds);

      await manager.update('Contact', contact, { AccountId: contoso?.Id });
      clock.set({ minutes: 6 });
      expect(await spending(alan)).toEqual(contosos);
      expect(byKey(contosos)).toEqual(spendingOf(await ordersOf(alan)));

      await manager.update('Contact', contact, { AccountId: user?.AccountId });
      clock.set({ minutes: 0 });
      await enter(alan);
      expect(await spending(alan)).toEqual(northwinds);
    });

    it('answers nothing from older knowledge where Salesforce cannot be asked', async () => {
      await enter(grace);
      await spending(grace);
      await product.panel.faults({ path: '/query', status: 503, body: 'down' });
      await spending(grace);
      clock.set({ minutes: 6 });
      const { status, json } = await ask(grace);
      expect([status, json.code]).toEqual([503, 'salesforce_unavailable']);
      await product.panel.faults();
      await spending(grace);
    });

    it('follows an org that begins anew', async () => {
      const before = await spending(ada);
      const manager = await orgAs(product.orgUrl, mia);
      const [order] = await manager.query(
        "SELECT Id FROM Order WHERE Status = 'Draft' AND Account.Name = 'Northwind' LIMIT 1",
      );
      await manager.delete('Order', String(order?.Id));
      await expect.poll(() => spending(ada), soon).not.toEqual(before);
      await product.panel.reset();
      await enter(ada);
      await expect.poll(() => spending(ada), soon).toEqual(before);
    });
  });
}
