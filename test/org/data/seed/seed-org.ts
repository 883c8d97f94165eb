import { dateTimeText } from '../date-text.ts';
import type { OrgTables } from '../org-tables.ts';
import { createOrgTables } from '../org-tables.ts';
import { seedAdministrator, seedStaff } from './people.ts';
import { createRandom } from './random.ts';
import { seedCustomers } from './seed-accounts.ts';
import { seedBigTable } from './seed-big-table.ts';
import { seedCases } from './seed-cases.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { seedOrders } from './seed-orders.ts';
import { seedSales } from './seed-sales.ts';

const fourYears = 4 * 365 * 24 * 60 * 60 * 1000;

/** The whole org, ending `today`: every start makes the same records with the same ids. */
export function seedOrg(today: Date): OrgTables {
  const tables = createOrgTables();
  // One generator a subject: adding a product does not reshuffle the accounts.
  tables.Organization.insert({
    Name: 'Fieldstone Supply',
    InstanceName: 'EMB1',
    OrganizationType: 'Developer Edition',
    IsSandbox: false,
    LanguageLocaleKey: 'en_US',
    TimeZoneSidKey: 'GMT',
    DefaultLocaleSidKey: 'en_US',
    Country: 'US',
  });
  seedStaff(tables);
  seedCatalogue(tables, createRandom(11));
  const accounts = seedCustomers(tables);
  seedOrders(tables, accounts, createRandom(25), today);
  seedCases(tables, accounts, createRandom(33), today);
  seedSales(tables, accounts, today);
  seedAdministrator(tables);
  const before = dateTimeText(new Date(today.getTime() - fourYears));
  stampRecords(tables, before);
  seedBigTable(tables, before);
  return tables;
}

/** Fills who made a record and when, where the seed did not say. */
function stampRecords(tables: OrgTables, before: string): void {
  const [manager] = tables.User.rows();
  for (const table of Object.values(tables)) {
    for (const row of table.rows()) {
      row.CreatedDate ??= before;
      row.CreatedById ??= row.OwnerId ?? manager?.Id ?? null;
      row.LastModifiedDate ??= row.ClosedDate ?? row.CreatedDate;
      row.LastModifiedById ??= row.CreatedById;
      row.SystemModstamp ??= row.LastModifiedDate;
    }
  }
}
