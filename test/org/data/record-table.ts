import { makeRecordId } from './record-id.ts';
import type { ObjectSchema } from './schema/object-schema.ts';

export type FieldValue = string | number | boolean | null;

/** A record by its fields' own names; every field of the schema is there, null where empty. */
export type OrgRecord = { [field: string]: FieldValue } & { Id: string };

/** The rows of one object in the order of their ids, found by id and by any lookup. */
export class RecordTable {
  readonly schema: ObjectSchema;
  readonly #byId = new Map<string, OrgRecord>();
  readonly #byParent = new Map<string, Map<string, OrgRecord[]>>();
  readonly #blank: OrgRecord;
  #lastNumber: number;

  constructor(schema: ObjectSchema, firstNumber = 1) {
    this.schema = schema;
    this.#lastNumber = firstNumber - 1;
    this.#blank = { Id: '' };
    for (const { name, type } of schema.fields) {
      if (name !== 'Id') this.#blank[name] = type === 'boolean' ? false : null;
    }
  }

  get size(): number {
    return this.#byId.size;
  }

  /** All rows, oldest id first: the order in which an unordered query answers. */
  rows(): Iterable<OrgRecord> {
    return this.#byId.values();
  }

  find(id: string): OrgRecord | undefined {
    return this.#byId.get(id);
  }

  /** For ids that another record of the org holds. */
  get(id: FieldValue): OrgRecord {
    const record = typeof id === 'string' ? this.#byId.get(id) : undefined;
    if (record === undefined) {
      throw new Error(`no ${this.schema.name} has the id ${String(id)}`);
    }
    return record;
  }

  /** The rows whose lookup `field` holds `parentId`, in the order of their ids. */
  children(field: string, parentId: string): readonly OrgRecord[] {
    return this.#index(field).get(parentId) ?? [];
  }

  /** Adds a row under the next id, with null (or false) in the fields that `values` leaves out. */
  insert(values: Record<string, FieldValue>): OrgRecord {
    this.#lastNumber += 1;
    // Copied and then filled, not built field by field: each reset makes three thousand of these.
    const record: OrgRecord = { ...this.#blank };
    for (const [name, value] of Object.entries(values)) {
      if (value !== null && name in record) record[name] = value;
    }
    record.Id = makeRecordId(this.schema.keyPrefix, this.#lastNumber);
    this.#byId.set(record.Id, record);
    // Rebuilt when next asked for: rows are added in bulk and read afterwards.
    if (this.#byParent.size > 0) this.#byParent.clear();
    return record;
  }

  /** Takes over another table's rows as copies, and where its ids stand. */
  copyFrom(other: RecordTable): void {
    for (const row of other.rows()) this.#byId.set(row.Id, { ...row });
    this.#lastNumber = other.#lastNumber;
    this.#byParent.clear();
  }

  #index(field: string): Map<string, OrgRecord[]> {
    const known = this.#byParent.get(field);
    if (known !== undefined) {
      return known;
    }
    const index = new Map<string, OrgRecord[]>();
    for (const record of this.#byId.values()) {
      const parent = record[field];
      if (typeof parent === 'string') {
        const siblings = index.get(parent);
        if (siblings === undefined) {
          index.set(parent, [record]);
        } else {
          siblings.push(record);
        }
      }
    }
    this.#byParent.set(field, index);
    return index;
  }
}
