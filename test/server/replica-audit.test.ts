import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { settingsFor } from '../processes/settings-for.ts';
import { startNode } from '../processes/start-node.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

const [ada, grace, sam, mia] = [
  'ada@northwind.example',
  'grace@contoso.example',
  'sam@store.example',
  'mia@store.example',
];

let product: Product;
let settings: Record<string, string>;
beforeAll(async () => {
  product = await startProduct({ replica: true });
  const app = await (await fetch(`${product.orgUrl}/__org__/app`)).json();
  const salesforce = { url: product.orgUrl, app, ended: product.ended, stop: product.stop };
  settings = {
    APP_URL: product.appUrl,
    ...settingsFor(salesforce),
    DATABASE_URL: product.replica?.url ?? '',
  };
});
afterAll(() => product.stop());

/** Runs the command as an operator does. */
async function audit(args: readonly string[], others: Record<string, string> = {}) {
  const program = ['server/commands/replica-audit.ts', '--settle', '2', ...args] as const;
  let [out, all] = ['', ''];
  const running = startNode(program, { ...settings, ...others });
  const { reason } = await running.exited;
  all = running.output();
  // What is there to wait for goes to stderr; the result, a text or JSON, comes last.
  out = all.slice(Math.max(0, all.search(/^\{$/m)));
  return { reason, all, out };
}

const users = (...names: readonly string[]) => names.flatMap((name) => ['--user', name]);

/** Changes the copy behind Salesforce's back. */
async function tamper(statement: string): Promise<readonly { readonly sfid: string }[]> {
  const client = new pg.Client({ connectionString: product.replica?.url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('npm run replica:audit', () => {
  it('cannot compare a user who has not approved that the server acts for them', async () => {
    await signIn(new CookieJar(), product.appUrl, ada);
    const { all, reason } = await audit(users(ada, grace));
    expect(all).toMatch(/^ada@northwind\.example: order: \d+ records in Salesforce, \d+ in/m);
    expect(all).toMatch(/^grace@contoso\.example: not comparable: .*approved/m);
    expect(all).toContain('0 leaks, 0 gaps, 1 of 2 users not comparable');
    expect(reason).toBe('exit code 0');
  });

  it('finds nothing where the predicates say what Salesforce says', async () => {
    await product.panel.settings({ consent: 'preauthorized' });
    const { out, reason } = await audit([...users(ada, grace, sam, mia), '--json']);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ leaks: 0, gaps: 0, notComparable: 0 });
    for (const { tables } of report.users) {
      expect(tables.map(({ table }: { table: string }) => table)).toContain('order');
      for (const table of tables) {
        expect(table.inReplica).toBeGreaterThan(5);
        expect(table.inReplica).toBe(table.inSalesforce);
      }
    }
    expect(reason).toBe('exit code 0');
  });

  it('names every record that is let through to the wrong person, and those that are missing', async () => {
    const [moved] = await tamper(`
      UPDATE salesforce."order" SET accountid =
        (SELECT sfid FROM salesforce.account WHERE name = 'Northwind')
      WHERE sfid = (SELECT max(sfid) FROM salesforce."order" WHERE accountid =
        (SELECT sfid FROM salesforce.account WHERE name = 'Contoso'))
      RETURNING sfid`);
    const [hidden] = await tamper(`
      UPDATE salesforce."order" SET isdeleted = TRUE
      WHERE sfid = (SELECT min(sfid) FROM salesforce."order" WHERE accountid =
        (SELECT sfid FROM salesforce.account WHERE name = 'Northwind'))
      RETURNING sfid`);
    const { out, reason } = await audit([...users(ada, grace), '--json', '--route', 'mySpending']);
    const report = JSON.parse(out);
    const orders = report.users.map(({ tables }: { tables: { table: string }[] }) =>
      tables.find(({ table }) => table === 'order'),
    );
    expect(orders[0]).toMatchObject({ leaks: [moved?.sfid], gaps: [hidden?.sfid] });
    expect(orders[1]).toMatchObject({ leaks: [], gaps: [moved?.sfid] });
    expect(report.leaks).toBeGreaterThan(1);
    expect(reason).toBe('exit code 1');
  });

  it('says what it lacks, and secrets to nobody', async () => {
    const nothing = await audit([]);
    expect(nothing.all).toContain('npm run replica:audit -- --user');
    const unknown = await audit([...users(ada), '--route', 'myOrders']);
    expect(unknown.all).toContain('myOrders is no route over replicated data: mySpending');
    const without = await audit(users(ada), { DATABASE_URL: '' });
    expect(without.all).toContain('DATABASE_URL and SALESFORCE_PRIVATE_KEY are needed');
    const away = await audit(users(ada), {
      DATABASE_URL: 'postgres://u:hidden-word@127.0.0.1:9/x',
    });
    expect(away.all).not.toContain('hidden-word');
    for (const { reason } of [nothing, unknown, without, away]) expect(reason).toBe('exit code 2');
    for (const secret of await product.panel.secrets()) {
      expect([nothing, unknown, without, away].map(({ all }) => all).join()).not.toContain(secret);
    }
  });
});
