import { z } from 'zod';
import { sql, wholeList } from '../bff/index.ts';
import { order, orderItem, product, replicaQuery } from './replica.ts';

const Spending = z.object({
  /** For example `2026-01`. */
  month: z.string(),
  /** Null for products without one. */
  family: z.string().nullable(),
  amount: z.number(),
});

interface SpendingRow {
  readonly month: string;
  readonly family: string | null;
  /** As text, exact to the cent. */
  readonly amount: string;
}

/** What the orders that the user may see come to, whatever became of them, by month and product family. */
export const mySpending = replicaQuery({
  input: z.object({
    /** The first and the last day of the period, both within it. */
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  }),
  output: wholeList(Spending, { most: 1_000 }),
  tables: { order, orderItem, product },
  // In Postgres as in Salesforce a sum of binary fractions drifts from what the lines say.
  select: ({ from, to }) => sql<SpendingRow>`
    SELECT to_char(effectivedate, 'YYYY-MM') AS month, family, sum(totalprice::numeric) AS amount
    FROM "order"
    JOIN orderitem ON orderitem.orderid = "order".sfid
    LEFT JOIN product2 ON product2.sfid = orderitem.product2id
    WHERE TRUE
      ${from ? sql`AND effectivedate >= ${from}` : sql``}
      ${to ? sql`AND effectivedate <= ${to}` : sql``}
    GROUP BY 1, 2
    ORDER BY 1, 2`,
  project: ({ month, family, amount }) => ({ month, family, amount: Number(amount) }),
});
