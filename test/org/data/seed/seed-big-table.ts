import type { OrgTables } from '../org-tables.ts';

/** As many as jsforce's test-suite counts on: thirteen pages of a query. */
const rows = 25_000;

/** A table that is too large for one page of an answer, made when somebody asks for it. */
export function seedBigTable({ BigTable__c, User }: OrgTables, at: string): void {
  const [owner] = User.rows();
  const ownerId = owner?.Id ?? null;
  const made = { CreatedDate: at, LastModifiedDate: at, SystemModstamp: at };
  const by = { CreatedById: ownerId, LastModifiedById: ownerId, OwnerId: ownerId };
  BigTable__c.fillWhenAsked((table) => {
    for (let number = 1; number <= rows; number += 1) {
      table.insert({ Name: String(number).padStart(8, '0'), ...made, ...by });
    }
  });
}
