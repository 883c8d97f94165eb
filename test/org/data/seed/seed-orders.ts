import { dateText, dateTimeText } from '../date-text.ts';
import { updateOrderTotal } from '../order-total.ts';
import type { OrgTables } from '../org-tables.ts';
import type { OrgRecord } from '../record-table.ts';
import { statusCodeOf } from '../rules/order-rules.ts';
import type { Random } from './random.ts';
import type { SeededAccount } from './seed-accounts.ts';

const day = 24 * 60 * 60 * 1000;
const threeYears = 1095;

interface Placed {
  readonly account: SeededAccount;
  readonly daysAgo: number;
}

/** An order grows old: what was placed three months ago has arrived, or never will. */
function statusAt(daysAgo: number, random: Random): string {
  const luck = random.next();
  if (daysAgo > 20) {
    return luck < 0.06 ? 'Cancelled' : 'Delivered';
  }
  if (daysAgo > 7) {
    return luck < 0.05 ? 'Cancelled' : luck < 0.6 ? 'Delivered' : 'Shipped';
  }
  return luck < 0.3 ? 'Draft' : luck < 0.75 ? 'Activated' : 'Shipped';
}

/** Every account's orders from oldest to newest, so that ids and numbers rise with time. */
function placements(accounts: readonly SeededAccount[], random: Random): Placed[] {
  const placed = accounts.flatMap((account) =>
    Array.from({ length: account.seed.orders }, (_, index) => ({
      account,
      // A few of each account are of these days, so that a demo never looks abandoned.
      daysAgo: index < 7 ? random.between(0, 3 + index * 3) : random.between(8, threeYears - 1),
    })),
  );
  return placed.sort((a, b) => b.daysAgo - a.daysAgo);
}

function copyAddress(from: OrgRecord, prefix: string): Record<string, string | null> {
  return Object.fromEntries(
    ['Street', 'City', 'State', 'PostalCode', 'Country'].map((part) => {
      const value = from[`${prefix}${part}`];
      return [`${prefix}${part}`, typeof value === 'string' ? value : null];
    }),
  );
}

/** Orders over the last three years, each with one to eight products from the Standard Price Book. */
export function seedOrders(
  tables: OrgTables,
  accounts: readonly SeededAccount[],
  random: Random,
  today: Date,
): void {
  const book = [...tables.Pricebook2.rows()].find(({ IsStandard }) => IsStandard === true);
  const entries = [...tables.PricebookEntry.rows()].filter((e) => e.Pricebook2Id === book?.Id);
  const active = entries.filter(({ IsActive }) => IsActive === true);
  placements(accounts, random).forEach(({ account, daysAgo }, index) => {
    const midnight = Date.parse(`${dateText(today)}T00:00:00Z`) - daysAgo * day;
    const atWork = midnight + random.between(8 * 60, 18 * 60) * 60_000;
    const placedAt = new Date(Math.min(atWork, today.getTime() - random.between(1, 50) * 1000));
    const status = statusAt(daysAgo, random);
    const contact = random.pick(account.contacts);
    const created = dateTimeText(placedAt);
    const ownerId = account.row.OwnerId ?? null;
    const order = tables.Order.insert({
      AccountId: account.row.Id,
      Pricebook2Id: book?.Id ?? null,
      OrderNumber: String(index + 100).padStart(8, '0'),
      EffectiveDate: dateText(new Date(midnight)),
      Status: status,
      StatusCode: statusCodeOf(status),
      Type: random.next() < 0.06 ? 'Replacement' : 'New',
      PoNumber: random.next() < 0.5 ? `PO-${String(random.between(10_000, 99_999))}` : null,
      TotalAmount: 0,
      BillToContactId: contact.Id,
      ShipToContactId: contact.Id,
      ActivatedDate: status === 'Draft' ? null : created,
      ActivatedById: status === 'Draft' ? null : ownerId,
      ...copyAddress(account.row, 'Billing'),
      ...copyAddress(account.row, 'Shipping'),
      InternalNotes__c: random.next() < 0.15 ? 'Margin approved by the sales desk.' : null,
      OwnerId: ownerId,
      CreatedDate: created,
      CreatedById: ownerId,
    });
    // Products that are no longer sold were sold when the order is old enough.
    seedItems(tables, order, random, daysAgo > 400 ? entries : active);
  });
  for (const order of tables.Order.rows()) {
    updateOrderTotal(tables, order.Id);
  }
}

function seedItems(
  tables: OrgTables,
  order: OrgRecord,
  random: Random,
  entries: readonly OrgRecord[],
): void {
  const chosen = new Set<OrgRecord>();
  for (let count = random.between(1, 8); chosen.size < count; ) {
    chosen.add(random.pick(entries));
  }
  for (const entry of chosen) {
    const listPrice = Number(entry.UnitPrice);
    const discount = random.next() < 0.2 ? 0.9 : 1;
    const unitPrice = Math.round(listPrice * discount * 100) / 100;
    const quantity = random.next() < 0.6 ? random.between(1, 3) : random.between(4, 12);
    tables.OrderItem.insert({
      OrderItemNumber: String(tables.OrderItem.size + 1).padStart(10, '0'),
      OrderId: order.Id,
      PricebookEntryId: entry.Id,
      Product2Id: entry.Product2Id ?? null,
      Quantity: quantity,
      UnitPrice: unitPrice,
      ListPrice: listPrice,
      TotalPrice: Math.round(unitPrice * 100 * quantity) / 100,
      ServiceDate: order.EffectiveDate ?? null,
      CreatedDate: order.CreatedDate ?? null,
      CreatedById: order.CreatedById ?? null,
    });
  }
}
