import type { FieldSchema } from '../schema/field-schema.ts';
import type { ObjectSchema } from '../schema/object-schema.ts';
import { allObjects } from '../schema/schema.ts';
import type { ProfileName } from '../seed/people.ts';

export interface ObjectPermission {
  readonly read: boolean;
  readonly create: boolean;
  readonly update: boolean;
  readonly delete: boolean;
}

const none: ObjectPermission = { read: false, create: false, update: false, delete: false };
const readAccess: ObjectPermission = { ...none, read: true };
const all: ObjectPermission = { read: true, create: true, update: true, delete: true };

/** What each profile may do with each object; an object that is not listed does not exist for it. */
const objectPermissions: Record<ProfileName, Readonly<Record<string, ObjectPermission>>> = {
  Customer: {
    Account: readAccess,
    Contact: readAccess,
    User: readAccess,
    Organization: readAccess,
    Product2: readAccess,
    Pricebook2: readAccess,
    PricebookEntry: readAccess,
    // The storefront's customers place orders and open cases; they delete nothing.
    Order: { ...readAccess, create: true, update: true },
    OrderItem: { ...readAccess, create: true },
    Case: { ...readAccess, create: true, update: true },
  },
  Sales: {
    Account: all,
    Contact: all,
    User: readAccess,
    Profile: readAccess,
    UserRole: readAccess,
    Group: readAccess,
    Organization: readAccess,
    Product2: all,
    Pricebook2: all,
    PricebookEntry: all,
    Order: all,
    OrderItem: all,
    Case: all,
    Opportunity: all,
    Lead: all,
    Task: all,
  },
  Integration: {
    // Every user reads their own User record and the organization, whatever the profile.
    User: readAccess,
    Organization: readAccess,
    Product2: readAccess,
    Pricebook2: readAccess,
    PricebookEntry: readAccess,
  },
  'System Administrator': Object.fromEntries(allObjects().map(({ name }) => [name, all])),
};

/** Fields that field-level security hides, by profile, as `Object.Field`. */
const hiddenFields: Record<ProfileName, ReadonlySet<string>> = {
  Customer: new Set([
    'Account.AnnualRevenue',
    'Account.Rating',
    'Account.Description',
    'Account.LastActivityDate',
    'Contact.LastActivityDate',
    'Product2.InternalCost__c',
    'Order.InternalNotes__c',
    'Case.InternalComments__c',
  ]),
  Sales: new Set(),
  Integration: new Set(['Product2.InternalCost__c']),
  'System Administrator': new Set(),
};

/** Fields that field-level security lets a profile see and not write, as `Object.Field`. */
const readOnlyFields: Record<ProfileName, ReadonlySet<string>> = {
  // Who serves a customer, and how urgently, is the shop's business.
  Customer: new Set(['Order.OwnerId', 'Case.OwnerId', 'Case.IsEscalated', 'Case.Priority']),
  Sales: new Set(),
  Integration: new Set(),
  'System Administrator': new Set(),
};

/** What a profile may do with an object; what nobody can do with it (a user, a role) included. */
export function objectPermission(profile: ProfileName, object: ObjectSchema): ObjectPermission {
  const granted = objectPermissions[profile][object.storedAs] ?? none;
  return {
    read: granted.read,
    create: granted.create && object.createable,
    update: granted.update && object.updateable,
    delete: granted.delete && object.deletable,
  };
}

/** Whether field-level security lets a profile write a field. */
export function canEditField(
  profile: ProfileName,
  object: ObjectSchema,
  field: FieldSchema,
): boolean {
  return (
    canSeeField(profile, object, field) &&
    !readOnlyFields[profile].has(`${object.name}.${field.name}`)
  );
}

/** Whether field-level security lets a profile see a field. */
export function canSeeField(
  profile: ProfileName,
  object: ObjectSchema,
  field: FieldSchema,
): boolean {
  return !hiddenFields[profile].has(`${object.name}.${field.name}`);
}
