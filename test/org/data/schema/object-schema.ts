import type { OrgRecord } from '../record-table.ts';
import type { FieldSchema } from './field-schema.ts';
import { field, lookup, readOnly, required } from './field-schema.ts';

export interface ChildRelationship {
  readonly name: string;
  /** Of the children. */
  readonly object: ObjectSchema;
  readonly field: FieldSchema;
}

/** One sObject: its fields in order, and the look-ups that queries make, by lower-case name. */
export interface ObjectSchema {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly fields: readonly FieldSchema[];
  readonly fieldByName: ReadonlyMap<string, FieldSchema>;
  readonly parentByName: ReadonlyMap<string, FieldSchema>;
  /** The object whose records these are: another one's where this is a view of them. */
  readonly storedAs: string;
  /** Whether a stored record is one of these. */
  readonly holds: (record: OrgRecord) => boolean;
}

interface ObjectDefinition {
  readonly name: string;
  readonly label?: string;
  readonly labelPlural?: string;
  readonly keyPrefix: string;
  /** Records that only an administrator's pages make and change (users, roles, the organization). */
  readonly setup?: boolean;
  readonly fields: readonly FieldSchema[];
  readonly view?: Pick<ObjectSchema, 'storedAs' | 'holds'>;
}

/**
 * Of what can lie in the recycle bin, which setup objects never do (D: the Salesforce Field Reference of
 * Profile and its like; P: "No such column 'IsDeleted' on entity 'User'" in
 * RoseSilverSoftware/IlluminatedCloud#556, and the same of Group in ZackFra/Salesforce-Moxygen#327).
 */
const isDeleted = field('IsDeleted', 'boolean', {
  ...{ ...required, ...readOnly },
  defaultedOnCreate: true,
});

/** The fields that Salesforce adds to every object. */
const systemFields: readonly FieldSchema[] = [
  field('CreatedDate', 'datetime', { ...required, ...readOnly, defaultedOnCreate: true }),
  lookup('CreatedById', 'User', null, { ...required, ...readOnly, defaultedOnCreate: true }),
  field('LastModifiedDate', 'datetime', { ...required, ...readOnly, defaultedOnCreate: true }),
  lookup('LastModifiedById', 'User', null, { ...required, ...readOnly, defaultedOnCreate: true }),
  field('SystemModstamp', 'datetime', { ...required, ...readOnly, defaultedOnCreate: true }),
];

/** Completes a definition with Id and the system fields, and indexes it. */
export function defineObject(definition: ObjectDefinition): ObjectSchema {
  const { name, keyPrefix, setup = false, label = name } = definition;
  const id = field('Id', 'id', {
    label: `${label} ID`,
    length: 18,
    ...required,
    ...readOnly,
    defaultedOnCreate: true,
  });
  const fields = [id, ...definition.fields, ...(setup ? [] : [isDeleted]), ...systemFields];
  return {
    name,
    label,
    labelPlural: definition.labelPlural ?? `${label}s`,
    keyPrefix,
    createable: !setup,
    updateable: !setup,
    deletable: !setup,
    fields,
    ...(definition.view ?? { storedAs: name, holds: () => true }),
    fieldByName: new Map(fields.map((each) => [each.name.toLowerCase(), each])),
    parentByName: new Map(
      fields.flatMap((each) =>
        each.relationshipName === null ? [] : [[each.relationshipName.toLowerCase(), each]],
      ),
    ),
  };
}
