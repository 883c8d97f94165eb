/**
 * What must not compile, as somebody who declares routes over replicated data would write it. `tsc` is the
 * test: it fails where a line below `@ts-expect-error` has no error.
 */
import { z } from 'zod';
import { defineReplica, soql, sql } from '../../server/bff/index.ts';

const { replicaTable, replicaQuery } = defineReplica({
  select: ({ id }) => soql<{ AccountId: string }>`SELECT AccountId FROM User WHERE Id = ${id}`,
  output: z.object({ accountId: z.string().nullable() }),
  project: ({ AccountId }) => ({ accountId: AccountId }),
});

const order = replicaTable('order', {
  visibleTo: (user) => sql`accountid = ${user.accountId} OR ownerid = ${user.id}`,
});

// @ts-expect-error a table that everybody would see all of
replicaTable('order', {});
// @ts-expect-error a table that everybody would see all of
replicaTable('order');
// @ts-expect-error a predicate that is no query's part
replicaTable('order', { visibleTo: () => 'TRUE' });
// @ts-expect-error what nobody has asked about a user
replicaTable('order', { visibleTo: (user) => sql`roleid = ${user.roleId}` });
// @ts-expect-error a value that cannot be bound
replicaTable('order', { visibleTo: (user) => sql`accountid = ${user}` });
// @ts-expect-error a fragment of SOQL
replicaTable('order', { visibleTo: (user) => sql`accountid = ${soql`x = ${user.id}`}` });

const common = { input: z.object({ status: z.string() }), output: z.object({ n: z.number() }) };
const select = () => sql<{ n: number }>`SELECT count(*)::int AS n FROM "order"`;
const project = ({ n }: { n: number }) => ({ n });

replicaQuery({ ...common, tables: { order }, select, project });
// @ts-expect-error a query without tables
replicaQuery({ ...common, select, project });
// @ts-expect-error a table that was made by hand
replicaQuery({ ...common, tables: { order: { name: 'order' } }, select, project });
// @ts-expect-error a query of Salesforce
replicaQuery({ ...common, tables: { order }, select: () => soql`SELECT Id FROM Order`, project });
replicaQuery({
  ...common,
  tables: { order },
  select,
  // @ts-expect-error a column that the query does not read
  project: ({ total }: { total: number }) => ({ n: total }),
});

defineReplica({
  select: () => soql<{ AccountId: string }>`SELECT AccountId FROM User`,
  output: z.object({ accountId: z.string() }),
  // @ts-expect-error a fact that is not what the schema says
  project: ({ AccountId }) => ({ account: AccountId }),
});
