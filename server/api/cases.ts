import { z } from 'zod';
import { command, cursor, Problem, page, salesforceId, soql, userQuery } from '../bff/index.ts';

const CaseSummary = z.object({
  id: salesforceId,
  number: z.string(),
  subject: z.string().nullable(),
  status: z.string(),
  openedAt: z.iso.datetime(),
  /** The order that it is about; null where it is about none, or the user may not see it. */
  order: z.object({ id: salesforceId, number: z.string() }).nullable(),
});

interface CaseRow {
  readonly Id: string;
  readonly CaseNumber: string;
  readonly Subject: string | null;
  readonly Status: string;
  /** `2026-11-22T01:13:00.000+0000` */
  readonly CreatedDate: string;
  readonly Order__r: { readonly Id: string; readonly OrderNumber: string } | null;
}

const caseCursor = cursor(z.strictObject({ openedAt: z.iso.datetime(), id: salesforceId }));

/** The cases that the signed-in user may see, the newest first. */
export const myCases = userQuery({
  input: z.object({ after: caseCursor.optional() }),
  output: page(CaseSummary, {
    size: 20,
    cursor: caseCursor,
    position: ({ openedAt, id }) => ({ openedAt, id }),
  }),
  select: ({ after }) => soql<CaseRow>`
    SELECT Id, CaseNumber, Subject, Status, CreatedDate, Order__r.Id, Order__r.OrderNumber
    FROM Case
    WHERE Id != null
      ${after ? soql`AND ${olderThan(after)}` : soql``}
    ORDER BY CreatedDate DESC, Id DESC`,
  project: ({ Id, CaseNumber, Subject, Status, CreatedDate, Order__r }) => ({
    id: Id,
    number: CaseNumber,
    subject: Subject,
    status: Status,
    // Salesforce's zone has no colon, which ISO 8601 as JavaScript reads it wants.
    openedAt: new Date(CreatedDate.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).toISOString(),
    order: Order__r && { id: Order__r.Id, number: Order__r.OrderNumber },
  }),
});

const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'is required')
    .max(longest, `must have ${longest.toLocaleString('en-US')} characters or fewer`);

/** Opens a case, about one of the user's own orders where they name it. */
export const openCase = command({
  input: z.object({
    subject: text(255),
    description: text(32_000),
    orderId: salesforceId.optional(),
  }),
  output: z.object({ id: salesforceId, number: z.string() }),
  refreshes: ['myCases'],
  async run({ subject, description, orderId = null }, { salesforce }) {
    if (orderId !== null) {
      const [orders] = await salesforce.query(soql`SELECT Id FROM Order WHERE Id = ${orderId}`);
      // Another's order and none are refused in the same words.
      if (orders.length === 0) {
        throw new Problem('invalid_input', 'There is no such order.', {
          errors: [{ field: 'orderId', message: 'is not one of your orders' }],
        });
      }
    }
    const [opened] = await salesforce.create({
      name: 'case',
      sObject: 'Case',
      fields: { Subject: subject, Description: description, Order__c: orderId, Origin: 'Web' },
      inputs: { Subject: 'subject', Description: 'description', Order__c: 'orderId' },
      read: ['CaseNumber'],
    });
    return { id: opened.Id, number: String(opened.CaseNumber) };
  },
});

function olderThan({ openedAt, id }: { openedAt: string; id: string }) {
  const moment = new Date(openedAt);
  return soql`(CreatedDate < ${moment} OR (CreatedDate = ${moment} AND Id < ${id}))`;
}
