import { dateText, dateTimeText } from '../date-text.ts';
import type { OrgTables } from '../org-tables.ts';
import type { Random } from './random.ts';
import type { SeededAccount } from './seed-accounts.ts';

const hour = 60 * 60 * 1000;

const topics = [
  ['Parcel arrived damaged', 'Delivery', 'Damaged', 'The box was open and one corner is crushed.'],
  ['Where is our order?', 'Delivery', 'Late', 'The tracking page has said the same for four days.'],
  ['One line is missing', 'Delivery', 'Wrong Item', 'Everything came except the smallest line.'],
  ['Wrong size delivered', 'Return', 'Wrong Item', 'We ordered the larger one. May we swap it?'],
  ['Invoice shows the old address', 'Invoice', 'Other', 'Please send it again to our new address.'],
  ['Spare part wanted', 'Product', 'Other', 'Is the seal sold separately?'],
  ['How do we service this?', 'Product', 'How To', 'The manual stops at cleaning.'],
  ['Return within 30 days', 'Return', 'Other', 'Unused, in its box. How do we send it back?'],
] as const;

/** Support cases, most of them about one of the account's orders. */
export function seedCases(
  tables: OrgTables,
  accounts: readonly SeededAccount[],
  random: Random,
  today: Date,
): void {
  const opened = accounts
    .flatMap((account) =>
      Array.from({ length: account.seed.cases }, () => ({
        account,
        hoursAgo: random.next() < 0.3 ? random.between(2, 500) : random.between(500, 20_000),
      })),
    )
    .sort((a, b) => b.hoursAgo - a.hoursAgo);
  const midnight = Date.parse(`${dateText(today)}T00:00:00Z`);
  opened.forEach(({ account, hoursAgo }, index) => {
    const [subject, type, reason, description] = random.pick(topics);
    const contact = random.pick(account.contacts);
    const orders = tables.Order.children('AccountId', account.row.Id);
    const openedAt = today.getTime() - hoursAgo * hour;
    // By whole days, so that the time of day of a start changes nothing but times.
    const openedOn = dateText(new Date(midnight - hoursAgo * hour));
    const earlier = orders.filter(({ EffectiveDate }) => String(EffectiveDate) < openedOn);
    const about = random.next() < 0.75 && earlier.length > 0 ? random.pick(earlier) : undefined;
    const closed = hoursAgo > 700 || random.next() < 0.3;
    const status = closed ? 'Closed' : random.pick(['New', 'New', 'Working', 'Escalated']);
    tables.Case.insert({
      CaseNumber: String(index + 1001).padStart(8, '0'),
      AccountId: account.row.Id,
      ContactId: contact.Id,
      Subject: about === undefined ? subject : `${subject} (${String(about.OrderNumber)})`,
      Description: description,
      Status: status,
      Priority: status === 'Escalated' ? 'High' : random.pick(['Medium', 'Medium', 'Low']),
      Origin: random.pick(['Web', 'Web', 'Email', 'Phone']),
      Type: type,
      Reason: reason,
      IsClosed: closed,
      IsEscalated: status === 'Escalated',
      ClosedDate: closed ? dateTimeText(new Date(openedAt + (hoursAgo * hour) / 3)) : null,
      ContactEmail: contact.Email ?? null,
      ContactPhone: contact.Phone ?? null,
      Order__c: about?.Id ?? null,
      InternalComments__c: random.next() < 0.3 ? 'Goodwill credit is fine up to 20.' : null,
      OwnerId: account.row.OwnerId ?? null,
      CreatedDate: dateTimeText(new Date(openedAt)),
    });
  });
}
