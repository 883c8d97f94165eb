import { z } from 'zod';
import { defineReplica, soql, sql } from '../bff/index.ts';

interface UserRow {
  readonly AccountId: string | null;
  readonly UserRoleId: string | null;
  readonly UserType: string;
}

/** What sharing goes by, as far as it is of the user. */
const Facts = z.object({
  /** Of a customer: the account whose records they share. */
  accountId: z.string().nullable(),
  roleId: z.string().nullable(),
  /** Whether this is one of the shop's own people. */
  isInternal: z.boolean(),
});

type Person = { readonly id: string } & z.output<typeof Facts>;

const { replicaQuery, replicaTable } = defineReplica({
  select: ({ id }) => soql<UserRow>`
    SELECT AccountId, UserRoleId, UserType FROM User WHERE Id = ${id}`,
  output: Facts,
  project: ({ AccountId, UserRoleId, UserType }) => ({
    accountId: AccountId,
    roleId: UserRoleId,
    isInternal: UserType === 'Standard',
  }),
});

export { replicaQuery, replicaTable };

// The shop's sharing once more, for rows that Salesforce does not hand out: customers see what belongs to
// their account; the shop's people what they or anybody below them in the role hierarchy own, and what
// belongs to an account of theirs. `npm run replica:audit` compares it with Salesforce.

const userRole = replicaTable('userrole', {
  visibleTo: ({ isInternal }) => sql`${isInternal}`,
});

const user = replicaTable('user', {
  visibleTo: ({ id, isInternal }) => sql`${isInternal} OR sfid = ${id}`,
});

const account = replicaTable('account', {
  tables: { user, userRole },
  visibleTo: (person) => (person.isInternal ? ownedBelow(person) : sql`sfid = ${person.accountId}`),
});

export const order = replicaTable('order', {
  tables: { account, user, userRole },
  visibleTo: (person) =>
    person.isInternal
      ? sql`${ownedBelow(person)} OR accountid IN (SELECT sfid FROM account)`
      : sql`accountid = ${person.accountId}`,
});

export const orderItem = replicaTable('orderitem', {
  tables: { order },
  visibleTo: () => sql`orderid IN (SELECT sfid FROM "order")`,
});

/** Whoever sees an order may know what was bought, also when it is no longer sold. */
export const product = replicaTable('product2', {
  tables: { orderItem },
  visibleTo: () => sql`sfid IN (SELECT product2id FROM orderitem)`,
  inSalesforce: soql`SELECT Product2Id FROM OrderItem`,
});

function ownedBelow({ id, roleId }: Person) {
  return sql`ownerid IN (
    WITH RECURSIVE below AS (
      SELECT sfid FROM userrole WHERE parentroleid = ${roleId}
      UNION SELECT role.sfid FROM userrole AS role JOIN below ON role.parentroleid = below.sfid
    )
    SELECT ${id}
    UNION SELECT owner.sfid FROM "user" AS owner JOIN below ON owner.userroleid = below.sfid)`;
}
