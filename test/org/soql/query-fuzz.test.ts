import { describe, expect, it } from 'vitest';
import { ApiError } from '../data/api-error.ts';
import { createRandom } from '../data/seed/random.ts';
import { createQueryAs } from './query-as.ts';

const { queryAs } = createQueryAs();
const random = createRandom(11);

const seeds = [
  "SELECT Id, Account.Name, toLabel(Status) FROM Order WHERE Status IN ('Draft', 'Shipped') AND (NOT TotalAmount > 5.5) ORDER BY Account.Name DESC NULLS LAST, CreatedDate LIMIT 5 OFFSET 1",
  'SELECT Status, COUNT(Id) n, FORMAT(SUM(TotalAmount)) FROM Order GROUP BY ROLLUP(Status, CALENDAR_YEAR(EffectiveDate)) HAVING COUNT(Id) > 1 ORDER BY GROUPING(Status)',
  'SELECT Name, (SELECT Id, Subject FROM Cases WHERE IsClosed = false ORDER BY CreatedDate LIMIT 2) FROM Account a WHERE a.Id IN (SELECT AccountId FROM Order WHERE EffectiveDate = LAST_N_DAYS:30)',
  'SELECT TYPEOF What WHEN Opportunity THEN Amount, StageName ELSE Name END, Who.Type FROM Task WHERE What.Type = null',
  "SELECT FIELDS(STANDARD), BillingAddress FROM Account USING SCOPE mine WHERE Owner.Manager.Name LIKE 'M\\_%' FOR VIEW",
  "SELECT c.Id, a.Name FROM Contact c, c.Account a WHERE c.Interests__c INCLUDES ('Coffee;Camping') AND a.CreatedDate < 2026-01-01T00:00:00+01:00",
  'SELECT COUNT() FROM OrderItem WHERE Order.Account.Name != null AND Quantity >= 2',
];

const words = [
  ...['AND', 'OR', 'NOT', '(', ')', ',', '.', '=', '!=', '<', 'IN', 'LIKE', 'INCLUDES', 'null'],
  ...['true', "'x'", "''", "'", '5', '-1', '1e9', '99999999999999999999', '2026-02-30', 'TODAY'],
  ...['LAST_N_DAYS:99999', 'N_YEARS_AGO:9999999', '12:00:00Z', ':id', 'SELECT', 'FROM', 'WHERE'],
  ...['GROUP BY', 'ORDER BY', 'HAVING', 'LIMIT', 'OFFSET', 'USING SCOPE', 'TYPEOF', 'WHEN', 'END'],
  ...['COUNT()', 'COUNT(Id)', 'MAX(Status)', 'FIELDS(ALL)', 'FORMAT(Id)', 'DAY_ONLY(CreatedDate)'],
  ...['Id', 'Name', 'Account', 'Owner.Name', 'What', 'Order', 'Task', '__proto__', 'constructor'],
  ...['toString', 'a.b.c.d.e.f.g', 'Account.hasOwnProperty', 'é', '\u0000', '\n', '--', '/*', ';'],
] as const;

/** A query that begins as one of the seeds and then has words added, lost, doubled and replaced. */
function mutant(): string {
  const tokens = random.pick(seeds).split(/(?=[ ,()])|(?<=[ ,()])/);
  for (let changes = random.between(1, 4); changes > 0; changes -= 1) {
    const at = random.between(0, tokens.length - 1);
    const kind = random.between(0, 3);
    if (kind === 0) tokens.splice(at, 1);
    else if (kind === 1) tokens.splice(at, 0, ` ${random.pick(words)} `);
    else if (kind === 2) tokens[at] = ` ${random.pick(words)} `;
    else tokens.splice(at, 0, random.pick(tokens));
  }
  return tokens.join('');
}

describe('4,000 broken queries', () => {
  it('are answered or refused, never a fault of the org', () => {
    let refused = 0;
    for (let run = 0; run < 4000; run += 1) {
      const soql = mutant();
      const user = random.pick(['mia@store.example', 'ada@northwind.example']);
      try {
        queryAs(user, soql);
      } catch (error) {
        refused += 1;
        expect(error, soql).toBeInstanceOf(ApiError);
        expect((error as ApiError).status, soql).toBe(400);
        expect((error as ApiError).message, soql).not.toMatch(/undefined|\[object/);
      }
    }
    expect(refused).toSatisfy((count: number) => count > 2000 && count < 3950);
  });
});
