import { checkbox, field, lookup, text } from '../data/schema/field-schema.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';

const fields = [
  field('Id', 'id', { length: 18 }),
  text('Name', 255, { nameField: true }),
  text('Type', 40),
  text('FirstName', 40),
  text('LastName', 80),
  field('Email', 'email', { length: 80 }),
  field('Phone', 'phone', { length: 40 }),
  text('Title', 128),
  text('Alias', 8),
  text('Username', 80),
  checkbox('IsActive'),
  lookup('ProfileId', 'Profile', null, { relationshipName: null }),
  lookup('UserRoleId', 'UserRole', null, { relationshipName: null }),
];

/**
 * What a path finds behind a lookup that may lead to several objects: an entity `Name` with the
 * fields that most of them have, and their type (documented, "Understanding Polymorphic Keys and
 * Relationships").
 */
export const nameObject: ObjectSchema = {
  name: 'Name',
  label: 'Name',
  labelPlural: 'Names',
  keyPrefix: '',
  createable: false,
  updateable: false,
  deletable: false,
  fields,
  fieldByName: new Map(fields.map((each) => [each.name.toLowerCase(), each])),
  parentByName: new Map(),
  storedAs: 'Name',
  holds: () => true,
};
