import { z } from 'zod';
import {
  command,
  cursor,
  makeOnce,
  Problem,
  page,
  requestKey,
  salesforceId,
  soql,
  type UserSalesforce,
  userQuery,
} from '../bff/index.ts';

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

interface OpenedCaseRow {
  readonly Id: string;
  readonly CaseNumber: string;
}

/**
 * Opens a case, about one of the user's own orders where they name it; with a `requestId` once, however
 * often the same request comes.
 */
export const openCase = command({
  input: z.object({
    subject: text(255),
    description: text(32_000),
    orderId: salesforceId.optional(),
    /** Made up by the page, one for a case: whoever repeats it gets that case. */
    requestId: z.string().min(8).max(200).optional(),
  }),
  output: z.object({ id: salesforceId, number: z.string() }),
  refreshes: ['myCases'],
  async run({ subject, description, orderId = null, requestId }, { user, salesforce }) {
    if (orderId !== null) await requireOwnOrder(orderId, salesforce);
    const fields = { Subject: subject, Description: description, Order__c: orderId, Origin: 'Web' };
    const open = async (keyed = {}) => {
      const [opened] = await salesforce.create({
        name: 'case',
        sObject: 'Case',
        fields: { ...fields, ...keyed },
        inputs: { Subject: 'subject', Description: 'description', Order__c: 'orderId' },
        read: ['CaseNumber'],
      });
      // The field that was to be read; the output schema checks it.
      return opened as unknown as OpenedCaseRow;
    };
    if (requestId === undefined) return summary(await open());
    const key = requestKey(user, requestId);
    const opened = await makeOnce(
      () => open({ RequestKey__c: key }),
      async () => (await salesforce.query(openedUnder(key)))[0][0],
    );
    return summary(opened);
  },
});

const openedUnder = (key: string) => soql<OpenedCaseRow>`
  SELECT Id, CaseNumber FROM Case WHERE RequestKey__c = ${key}`;

const summary = ({ Id, CaseNumber }: OpenedCaseRow) => ({ id: Id, number: CaseNumber });

async function requireOwnOrder(id: string, salesforce: UserSalesforce): Promise<void> {
  const [orders] = await salesforce.query(soql`SELECT Id FROM Order WHERE Id = ${id}`);
  if (orders.length > 0) return;
  // Another's order and none are refused in the same words.
  throw new Problem('invalid_input', 'There is no such order.', {
    errors: [{ field: 'orderId', message: 'is not one of your orders' }],
  });
}

function olderThan({ openedAt, id }: { openedAt: string; id: string }) {
  const moment = new Date(openedAt);
  return soql`(CreatedDate < ${moment} OR (CreatedDate = ${moment} AND Id < ${id}))`;
}
