import type { FieldValue, OrgRecord } from '../data/record-table.ts';
import type { FieldSchema, FieldType } from '../data/schema/field-schema.ts';

/** Something with a type that can be read from a row: a field, a parent's field, a function of one. */
export interface Expression<Row = OrgRecord> {
  /** As the query writes it: what errors call it. */
  readonly text: string;
  readonly place: number;
  /** The same for the same thing, however it is written. */
  readonly key: string;
  readonly type: FieldType;
  /** The field behind it, for picklists, references and what may be filtered, sorted, grouped. */
  readonly field: FieldSchema;
  read(row: Row): FieldValue;
}

const textTypes = ['string', 'textarea', 'picklist', 'multipicklist', 'email', 'phone', 'url'];

/** Types whose literals are written in quotes. */
export function isTextType(type: FieldType): boolean {
  return textTypes.includes(type);
}

export function isIdType(type: FieldType): boolean {
  return type === 'id' || type === 'reference';
}

export function isNumberType(type: FieldType): boolean {
  return ['currency', 'double', 'int', 'percent'].includes(type);
}
