import { Journal } from './journal.ts';
import type { OrgTables } from './org-tables.ts';
import type { FieldValue, OrgRecord } from './record-table.ts';
import { type ProfileName, profileNames } from './seed/people.ts';
import { seedOrg } from './seed/seed-org.ts';

/** A user as sign-in, sharing and field-level security need to know them. */
export interface OrgUser {
  readonly id: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly profile: ProfileName;
  readonly accountId: string | null;
  readonly contactId: string | null;
  readonly roleId: string | null;
}

/** The records of one org. */
export interface OrgData {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly tables: OrgTables;
  /** Takes back what was changed in an attempt that failed. */
  readonly journal: Journal;
  /** The org's clock, by which relative dates and new records go. */
  now(): Date;
  userByUsername(username: string): OrgUser | undefined;
  userById(id: string): OrgUser | undefined;
}

function textOrNull(value: FieldValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function toOrgUser(record: OrgRecord, profile: FieldValue | undefined): OrgUser {
  return {
    id: record.Id,
    username: String(record.Username),
    firstName: String(record.FirstName),
    lastName: String(record.LastName),
    name: String(record.Name),
    email: String(record.Email),
    active: record.IsActive === true,
    profile: profileNames.find((name) => name === profile) ?? 'Sales',
    accountId: textOrNull(record.AccountId),
    contactId: textOrNull(record.ContactId),
    roleId: textOrNull(record.UserRoleId),
  };
}

/**
 * The embedded org's records, seeded so that every call gives the same ones with the same ids;
 * only their dates move with `today`. The clock stands still at `today` unless one is given.
 */
export function createOrgData({
  today = new Date(),
  tables = seedOrg(today),
  now = () => today,
}: {
  today?: Date;
  tables?: OrgTables;
  now?: () => Date;
} = {}): OrgData {
  const journal = new Journal();
  for (const table of Object.values(tables)) table.noteChangesIn(journal);
  const [organization] = tables.Organization.rows();
  const asUser = (record: OrgRecord) =>
    toOrgUser(record, tables.Profile.get(record.ProfileId ?? null).Name);
  return {
    organizationId: organization?.Id ?? '',
    organizationName: String(organization?.Name),
    tables,
    journal,
    now,
    userByUsername(username) {
      // Salesforce keeps usernames in lower case and takes them in any.
      const wanted = username.trim().toLowerCase();
      for (const record of tables.User.rows()) {
        if (record.Username === wanted) {
          return asUser(record);
        }
      }
      return undefined;
    },
    userById(id) {
      const record = tables.User.find(id);
      return record === undefined ? undefined : asUser(record);
    },
  };
}
