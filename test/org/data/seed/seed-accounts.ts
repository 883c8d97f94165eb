import type { OrgTables } from '../org-tables.ts';
import type { OrgRecord } from '../record-table.ts';
import { productFamilies } from '../schema/catalogue-objects.ts';
import type { SeedAccount } from './accounts.ts';
import { seedAccounts } from './accounts.ts';
import { seedPortalUsers } from './people.ts';

/** An account's row together with what the seed says of it. */
export interface SeededAccount {
  readonly seed: SeedAccount;
  readonly row: OrgRecord;
  readonly contacts: readonly OrgRecord[];
}

function addressFields(
  prefix: string,
  [street, city, state, postalCode, country]: SeedAccount['address'],
) {
  return {
    [`${prefix}Street`]: street,
    [`${prefix}City`]: city,
    [`${prefix}State`]: state || null,
    [`${prefix}PostalCode`]: postalCode,
    [`${prefix}Country`]: country,
  };
}

/** None, one, two or three of the shop's departments, as Salesforce keeps several choices. */
function interests(number: number): string | null {
  const first = number % productFamilies.length;
  return productFamilies.slice(first, first + (number % 4)).join(';') || null;
}

/** The customers, their contacts, and the contacts' portal users. */
export function seedCustomers(tables: OrgTables): SeededAccount[] {
  const staff = [...tables.User.rows()];
  const seeded = seedAccounts.map((seed, index) => {
    const ownerId =
      staff.find(({ Username }) => Username === `${seed.owner}@store.example`)?.Id ?? null;
    const phone = `+1 555 01${String(10 + index * 9)}`;
    const row = tables.Account.insert({
      Name: seed.name,
      AccountNumber: `FW-${String(20140 + index * 37)}`,
      Type: 'Customer - Direct',
      Industry: seed.industry,
      AnnualRevenue: seed.revenue,
      NumberOfEmployees: seed.employees,
      Phone: phone,
      Website: `https://www.${seed.domain}`,
      SicDesc: seed.industry === 'Hospitality' ? 'Accommodation and food services' : null,
      Rating: seed.orders > 80 ? 'Hot' : seed.orders > 40 ? 'Warm' : null,
      AccountSource: 'Web',
      ...addressFields('Billing', seed.address),
      ...addressFields('Shipping', seed.address),
      OwnerId: ownerId,
    });
    const contacts = seed.contacts.map(([first, last, title], place) =>
      tables.Contact.insert({
        AccountId: row.Id,
        FirstName: first,
        LastName: last,
        Name: `${first} ${last}`,
        Email: `${first.toLowerCase()}@${seed.domain}`,
        Phone: phone,
        Title: title,
        LeadSource: 'Web',
        Interests__c: interests(index + place),
        ...addressFields('Mailing', seed.address),
        OwnerId: ownerId,
      }),
    );
    return { seed, row, contacts };
  });
  seedPortalUsers(tables);
  return seeded;
}
