import type { OrgTables } from '../org-tables.ts';
import type { OrgRecord } from '../record-table.ts';

export const profileNames = ['Customer', 'Sales', 'Integration', 'System Administrator'] as const;

export type ProfileName = (typeof profileNames)[number];

interface SeedUser {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
  readonly profile: ProfileName;
  readonly role: 'Sales Manager' | 'Sales Representative' | null;
}

const staff: readonly SeedUser[] = [
  {
    username: 'mia@store.example',
    firstName: 'Mia',
    lastName: 'Hamm',
    title: 'Sales Manager',
    profile: 'Sales',
    role: 'Sales Manager',
  },
  {
    username: 'sam@store.example',
    firstName: 'Sam',
    lastName: 'Seller',
    title: 'Sales Representative',
    profile: 'Sales',
    role: 'Sales Representative',
  },
  {
    username: 'rita@store.example',
    firstName: 'Rita',
    lastName: 'Rivera',
    title: 'Sales Representative',
    profile: 'Sales',
    role: 'Sales Representative',
  },
  {
    username: 'integration@store.example',
    firstName: 'Storefront',
    lastName: 'Integration',
    title: 'Integration User',
    profile: 'Integration',
    role: null,
  },
];

/** For tools and for whoever sets the org up: sees and changes everything. */
const administrator: SeedUser = {
  username: 'admin@store.example',
  firstName: 'Avery',
  lastName: 'Admin',
  title: 'Administrator',
  profile: 'System Administrator',
  role: null,
};

/** The contacts with a portal user, by their e-mail addresses, which are their usernames. */
const portalUsernames = [
  'ada@northwind.example',
  'alan@northwind.example',
  'grace@contoso.example',
] as const;

function insertUser(
  tables: OrgTables,
  user: SeedUser,
  ids: { profileId: string; roleId: string | null; contact?: OrgRecord; managerId?: string },
): OrgRecord {
  const portal = ids.contact !== undefined;
  return tables.User.insert({
    Username: user.username,
    FirstName: user.firstName,
    LastName: user.lastName,
    Name: `${user.firstName} ${user.lastName}`,
    Email: user.username,
    Alias: user.username.slice(0, user.username.indexOf('@')).slice(0, 8),
    Title: user.title,
    CompanyName: portal ? null : 'Fieldstone Supply',
    IsActive: true,
    ProfileId: ids.profileId,
    UserRoleId: ids.roleId,
    UserType: portal ? 'PowerCustomerSuccess' : 'Standard',
    ContactId: ids.contact?.Id ?? null,
    AccountId: ids.contact?.AccountId ?? null,
    ManagerId: ids.managerId ?? null,
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
}

/** Profiles, the role hierarchy (manager above representatives), and the shop's own users. */
export function seedStaff(tables: OrgTables): void {
  const profileId = new Map(
    profileNames.map((name) => [
      name,
      tables.Profile.insert({
        Name: name,
        UserType: name === 'Customer' ? 'PowerCustomerSuccess' : 'Standard',
      }).Id,
    ]),
  );
  const manager = tables.UserRole.insert({
    Name: 'Sales Manager',
    DeveloperName: 'SalesManager',
  });
  const representative = tables.UserRole.insert({
    Name: 'Sales Representative',
    DeveloperName: 'SalesRepresentative',
    ParentRoleId: manager.Id,
  });
  let managerId: string | undefined;
  for (const user of staff) {
    const role = user.role === 'Sales Manager' ? manager : representative;
    const inserted = insertUser(tables, user, {
      profileId: profileId.get(user.profile) ?? '',
      roleId: user.role === null ? null : role.Id,
      ...(user.role === 'Sales Representative' && managerId !== undefined && { managerId }),
    });
    managerId ??= inserted.Id;
  }
}

/** A portal user for each contact that signs in to the storefront. */
export function seedPortalUsers(tables: OrgTables): void {
  const [customer] = tables.Profile.rows();
  const contacts = [...tables.Contact.rows()];
  for (const username of portalUsernames) {
    const contact = contacts.find(({ Email }) => Email === username);
    if (customer === undefined || contact === undefined) {
      throw new Error(`${username} has no contact to be the user of`);
    }
    const { FirstName, LastName, Title } = contact;
    const person = { firstName: String(FirstName), lastName: String(LastName) };
    insertUser(
      tables,
      { username, ...person, title: String(Title), profile: 'Customer', role: null },
      { profileId: customer.Id, roleId: null, contact },
    );
  }
}

/** The administrator, after everybody else: their ids are older than this user. */
export function seedAdministrator(tables: OrgTables): void {
  const profiles = [...tables.Profile.rows()];
  const profileId = profiles.find(({ Name }) => Name === administrator.profile)?.Id ?? '';
  insertUser(tables, administrator, { profileId, roleId: null });
}
