import { checkbox, field, lookup, picklist, readOnly, required, text } from './field-schema.ts';
import { defineObject } from './object-schema.ts';

export const organization = defineObject({
  name: 'Organization',
  labelPlural: 'Organization',
  keyPrefix: '00D',
  setup: true,
  fields: [
    text('Name', 80, { ...required, nameField: true }),
    text('NamespacePrefix', 15, readOnly),
    text('InstanceName', 5, readOnly),
    picklist(
      'OrganizationType',
      ['Developer Edition', 'Enterprise Edition', 'Unlimited Edition'],
      readOnly,
    ),
    checkbox('IsSandbox', readOnly),
    field('TrialExpirationDate', 'datetime', readOnly),
    text('LanguageLocaleKey', 40, required),
    text('TimeZoneSidKey', 40, required),
    text('DefaultLocaleSidKey', 40, required),
    text('Country', 80),
  ],
});

export const profile = defineObject({
  name: 'Profile',
  keyPrefix: '00e',
  setup: true,
  fields: [
    text('Name', 255, { ...required, nameField: true }),
    text('Description', 255),
    picklist('UserType', ['Standard', 'PowerCustomerSuccess'], readOnly),
  ],
});

export const userRole = defineObject({
  name: 'UserRole',
  label: 'Role',
  keyPrefix: '00E',
  setup: true,
  fields: [
    text('Name', 80, { ...required, nameField: true }),
    text('DeveloperName', 80, required),
    // Salesforce has the id here without a relationship to go up by.
    lookup('ParentRoleId', 'UserRole', null, { relationshipName: null }),
  ],
});

/** Queues and public groups, of which the org has none: what a case's or lead's owner may be, too. */
export const group = defineObject({
  name: 'Group',
  keyPrefix: '00G',
  setup: true,
  fields: [
    text('Name', 40, { ...required, nameField: true }),
    text('DeveloperName', 80),
    picklist('Type', ['Regular', 'Queue', 'Role', 'RoleAndSubordinates', 'Organization'], {
      ...{ ...required, ...readOnly },
    }),
    field('Email', 'email', { length: 80 }),
    checkbox('DoesIncludeBosses'),
  ],
});

export const user = defineObject({
  name: 'User',
  keyPrefix: '005',
  setup: true,
  fields: [
    text('Username', 80, { ...required, unique: true }),
    text('FirstName', 40),
    text('LastName', 80, required),
    text('Name', 121, { ...required, ...readOnly, nameField: true, label: 'Full Name' }),
    field('Email', 'email', { ...required, length: 128 }),
    text('Alias', 8, required),
    text('Title', 80),
    text('CompanyName', 80),
    field('Phone', 'phone', { length: 40 }),
    checkbox('IsActive'),
    lookup('ProfileId', 'Profile', 'Users', required),
    lookup('UserRoleId', 'UserRole', 'Users'),
    picklist('UserType', ['Standard', 'PowerCustomerSuccess'], readOnly),
    lookup('ContactId', 'Contact', 'Users', { restrictedDelete: true }),
    lookup('AccountId', 'Account', 'Users', readOnly),
    lookup('ManagerId', 'User'),
    text('TimeZoneSidKey', 40, required),
    text('LocaleSidKey', 40, required),
    text('LanguageLocaleKey', 40, required),
    text('EmailEncodingKey', 40, required),
  ],
});
