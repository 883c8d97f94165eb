import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { soql } from '../../server/bff/queries/soql.ts';
import { sql } from '../../server/bff/queries/sql.ts';
import { defineReplica } from '../../server/bff/routes/define-replica.ts';

const { replicaTable, replicaQuery } = defineReplica({
  select: ({ id }) => soql<{ AccountId: string }>`SELECT AccountId FROM User WHERE Id = ${id}`,
  output: z.object({ accountId: z.string().nullable() }),
  project: ({ AccountId }) => ({ accountId: AccountId }),
});

const account = replicaTable('account', { visibleTo: (user) => sql`sfid = ${user.accountId}` });
const order = replicaTable('order', {
  tables: { account },
  visibleTo: () => sql`accountid IN (SELECT sfid FROM account)`,
});

const input = z.object({ status: z.string().optional() });
const output = z.object({ amount: z.number() });
const project = ({ amount }: { amount: number }) => ({ amount });
const asking = (select: (input: { status?: string | undefined }) => ReturnType<typeof sql>) =>
  // As JavaScript would.
  replicaQuery({ input, output, project, tables: { order }, select: select as never });

const ada = {
  ...{ id: '005', organizationId: '00D', username: 'ada', name: 'Ada', email: 'ada@x.example' },
  accountId: '001',
};

describe('replicaQuery', () => {
  it('puts every table that is needed before the query, once, each with its predicate', () => {
    const query = replicaQuery({
      ...{ input, output, project, tables: { order, account } },
      select: ({ status }) =>
        sql<{ amount: number }>`SELECT 1 AS amount FROM "order" WHERE status = ${status ?? null}`,
    });
    const { text, values } = query.select({ status: 'Draft' }, ada);
    expect(text.replace(/\s+/g, ' ').trim()).toBe(
      'WITH "account" AS MATERIALIZED ( ' +
        'SELECT visible.* FROM (SELECT false AS isdeleted) AS never CROSS JOIN LATERAL ( ' +
        'SELECT * FROM salesforce."account" ' +
        'WHERE sfid IS NOT NULL AND NOT coalesce(isdeleted, false) AND (sfid = $1 )) AS visible), ' +
        '"order" AS MATERIALIZED ( ' +
        'SELECT visible.* FROM (SELECT false AS isdeleted) AS never CROSS JOIN LATERAL ( ' +
        'SELECT * FROM salesforce."order" ' +
        'WHERE sfid IS NOT NULL AND NOT coalesce(isdeleted, false) ' +
        'AND (accountid IN (SELECT sfid FROM account))) AS visible) ' +
        '(SELECT 1 AS amount FROM "order" WHERE status = $2 ) LIMIT $3',
    );
    expect(values).toEqual(['001', 'Draft', 1]);
  });

  it.each([
    ['names the schema', () => sql`SELECT 1 FROM salesforce."order"`],
    ['reads another table', () => sql`SELECT 1 FROM contact`],
    ['reads a table that only a predicate declares', () => sql`SELECT 1 FROM account`],
    ['runs a query in a string', () => sql`SELECT query_to_xml('select 1', true, true, '')`],
    [
      'names the schema where something is asked for',
      ({ status }: { status?: string | undefined }) =>
        status ? sql`SELECT 1 FROM salesforce.contact` : sql`SELECT 1 FROM "order"`,
    ],
    [
      'names the schema where nothing is',
      ({ status }: { status?: string | undefined }) =>
        status ? sql`SELECT 1 FROM "order"` : sql`SELECT 1 FROM salesforce.contact`,
    ],
  ])('does not start where it %s', (_what, select) => {
    expect(() => asking(select)).toThrow(TypeError);
  });

  it('looks again at every text, where nobody could have known it', () => {
    const query = asking(({ status }) => {
      if (status === 'odd') return sql`SELECT 1 FROM salesforce.contact`;
      return sql`SELECT 1 FROM "order"`;
    });
    expect(query.select({ status: 'even' }, ada).text).toContain('FROM "order"');
    expect(() => query.select({ status: 'odd' }, ada)).toThrow('does not name salesforce');
  });

  it('wants tables, each made by replicaTable', () => {
    const select = () => sql<{ amount: number }>`SELECT 1 FROM "order"`;
    const made = { name: 'order', tables: [], visibleTo: () => sql`TRUE` } as never;
    expect(() => replicaQuery({ input, output, project, tables: { made }, select })).toThrow(
      'not made by replicaTable',
    );
    const other = replicaTable('order', { visibleTo: () => sql`TRUE` });
    expect(() =>
      replicaQuery({ input, output, project, tables: { order, other }, select }),
    ).toThrow('Two tables');
    expect(() => replicaQuery({ input, output, project, tables: {}, select })).toThrow(
      'declares its tables',
    );
  });

  it.each([
    ['a text', () => 'SELECT 1 AS amount FROM "order"'],
    ['a promise', async () => sql`SELECT 1 AS amount FROM "order"`],
    ['nothing', () => undefined],
  ])('does not start with a select that returns %s', (_what, select) => {
    expect(() => asking(select as never)).toThrow('sql`…`');
  });
});

describe('replicaTable', () => {
  it.each([[undefined], [null], [true], ['TRUE'], [{}]])('wants visibleTo, not %s', (visibleTo) => {
    expect(() => replicaTable('order', { visibleTo } as never)).toThrow('needs visibleTo');
  });

  it.each(['Order', 'salesforce.order', 'order"', ''])('%j is no name', (name) => {
    expect(() => replicaTable(name, { visibleTo: () => sql`TRUE` })).toThrow('lower-case name');
  });

  it.each([
    ['the schema', () => sql`accountid IN (SELECT sfid FROM salesforce.account)`],
    ['a table that it does not declare', () => sql`accountid IN (SELECT sfid FROM account)`],
    ['itself', () => sql`sfid IN (SELECT sfid FROM "order")`],
    ['more than a condition', () => sql`TRUE) UNION SELECT (1`],
  ])('does not start with a predicate that reads %s', (_what, visibleTo) => {
    expect(() => replicaTable('order', { visibleTo })).toThrow(TypeError);
  });

  it.each([
    ['a text', () => 'TRUE'],
    ['a promise', async () => sql`TRUE`],
    ['true', () => true],
    ['nothing', () => undefined],
  ])('does not start with a predicate that returns %s', (_what, visibleTo) => {
    expect(() => replicaTable('order', { visibleTo } as never)).toThrow('sql`…`');
  });

  it('does not start over two tables of one name', () => {
    const other = replicaTable('account', { visibleTo: () => sql`TRUE` });
    expect(() =>
      replicaTable('order', { tables: { account, other }, visibleTo: () => sql`TRUE` }),
    ).toThrow('Two tables');
  });
});
