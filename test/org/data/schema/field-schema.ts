/** Salesforce's field types, by the names that describe gives them. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'reference'
  | 'boolean'
  | 'currency'
  | 'double'
  | 'percent'
  | 'int'
  | 'date'
  | 'datetime'
  | 'email'
  | 'phone'
  | 'url';

interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
  readonly defaultValue: boolean;
}

/** One field, with what describe says of it and what queries and writes must obey. */
export interface FieldSchema {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** In characters; 0 where the type has none. */
  readonly length: number;
  /** Digits in all, and of these after the point; 0 where the type has none. */
  readonly precision: number;
  readonly scale: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly defaultValue: string | number | boolean | null;
  readonly autoNumber: boolean;
  /** A formula or roll-up: Salesforce computes it, nobody writes it. */
  readonly calculated: boolean;
  readonly nameField: boolean;
  readonly unique: boolean;
  readonly externalId: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly restrictedPicklist: boolean;
  readonly picklistValues: readonly PicklistValue[];
  readonly referenceTo: readonly string[];
  /** The name of the parent in field paths (`Account` for `AccountId`). */
  readonly relationshipName: string | null;
  /** The name of these records as children of the parent (`Orders` on Account). */
  readonly childRelationshipName: string | null;
  /** Deleting the parent deletes this record (a master-detail in all but name). */
  readonly cascadeDelete: boolean;
  /** The parent cannot be deleted while this record names it. */
  readonly restrictedDelete: boolean;
}

const blank: FieldSchema = {
  name: '',
  label: '',
  type: 'string',
  length: 0,
  precision: 0,
  scale: 0,
  nillable: true,
  createable: true,
  updateable: true,
  defaultedOnCreate: false,
  defaultValue: null,
  autoNumber: false,
  calculated: false,
  nameField: false,
  unique: false,
  externalId: false,
  filterable: true,
  sortable: true,
  groupable: true,
  restrictedPicklist: false,
  picklistValues: [],
  referenceTo: [],
  relationshipName: null,
  childRelationshipName: null,
  cascadeDelete: false,
  restrictedDelete: false,
};

type FieldOptions = Partial<Omit<FieldSchema, 'name' | 'type'>>;

/** What makes a field one that only Salesforce itself writes. */
export const readOnly = { createable: false, updateable: false } as const;

/** What makes a field one that a write must fill. */
export const required = { nillable: false } as const;

function labelOf(name: string): string {
  return name
    .replace(/__c$/, '')
    .replace(/([a-z])(?=[A-Z0-9])/g, '$1 ')
    .replace(/ Id$/, ' ID');
}

/** What GROUP BY refuses: numbers with fractions, times, and lists (seen in describes). */
const ungroupable: ReadonlySet<FieldType> = new Set([
  ...(['currency', 'double', 'percent', 'datetime', 'multipicklist'] as const),
]);

/** A field of any type; the functions below say the usual things for each. */
export function field(name: string, type: FieldType, options: FieldOptions = {}): FieldSchema {
  const groupable = !ungroupable.has(type);
  const sortable = type !== 'multipicklist';
  return { ...blank, name, type, label: labelOf(name), groupable, sortable, ...options };
}

export function text(name: string, length: number, options: FieldOptions = {}): FieldSchema {
  return field(name, 'string', { length, ...options });
}

/** A text area; above 255 characters Salesforce does not group by it, above 4,000 it does not filter or sort by it either. */
export function textArea(name: string, length: number, options: FieldOptions = {}): FieldSchema {
  const short = length <= 4000;
  return field(name, 'textarea', {
    length,
    filterable: short,
    sortable: short,
    groupable: length <= 255,
    ...options,
  });
}

export function currency(name: string, options: FieldOptions = {}): FieldSchema {
  return field(name, 'currency', { precision: 18, scale: 2, ...options });
}

export function decimal(
  name: string,
  precision: number,
  scale: number,
  options: FieldOptions = {},
): FieldSchema {
  return field(name, 'double', { precision, scale, ...options });
}

/** A checkbox is never null: what a write leaves out is the default. */
export function checkbox(name: string, options: FieldOptions = {}): FieldSchema {
  return field(name, 'boolean', {
    nillable: false,
    defaultedOnCreate: true,
    defaultValue: false,
    ...options,
  });
}

/** A picklist; the first value is the default where `options.defaultValue` names it. */
export function picklist(
  name: string,
  values: readonly string[],
  options: FieldOptions = {},
): FieldSchema {
  const picklistValues = values.map((value) => ({
    value,
    label: value,
    active: true,
    defaultValue: value === options.defaultValue,
  }));
  return field(name, 'picklist', { length: 255, picklistValues, ...options });
}

/** A picklist of which several may be chosen, kept as `a;b`. */
export function multiPicklist(
  name: string,
  values: readonly string[],
  options: FieldOptions = {},
): FieldSchema {
  const { picklistValues } = picklist(name, values);
  return field(name, 'multipicklist', { length: 4099, picklistValues, ...options });
}

/**
 * A lookup: `AccountId` is read as `Account.…` in paths, unless `relationshipName` says otherwise.
 * One that may lead to several objects is polymorphic.
 */
export function lookup(
  name: string,
  referenceTo: string | readonly string[],
  childRelationshipName: string | null = null,
  options: FieldOptions = {},
): FieldSchema {
  const relationshipName = name.endsWith('__c')
    ? name.replace(/__c$/, '__r')
    : name.replace(/Id$/, '');
  return field(name, 'reference', {
    length: 18,
    referenceTo: [referenceTo].flat(),
    relationshipName,
    childRelationshipName,
    ...options,
  });
}

/** When something was last done about a record: Salesforce counts closed tasks by their due dates. */
export const lastActivityDate = field('LastActivityDate', 'date', {
  ...{ ...readOnly, label: 'Last Activity' },
});
