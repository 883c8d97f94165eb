import { Journal } from './journal.ts';
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
  #fill: ((table: RecordTable) => void) | undefined;
  #journal = new Journal();

  constructor(schema: ObjectSchema, firstNumber = 1) {
    this.schema = schema;
    this.#lastNumber = firstNumber - 1;
    this.#blank = { Id: '' };
    for (const { name, type } of schema.fields) {
      if (name !== 'Id') this.#blank[name] = type === 'boolean' ? false : null;
    }
  }

  get size(): number {
    return this.#rows().size;
  }

  /** All rows, oldest id first: the order in which an unordered query answers. */
  rows(): Iterable<OrgRecord> {
    return this.#rows().values();
  }

  find(id: string): OrgRecord | undefined {
    return this.#rows().get(id);
  }

  /** For ids that another record of the org holds. */
  get(id: FieldValue): OrgRecord {
    const record = typeof id === 'string' ? this.find(id) : undefined;
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
    const rows = this.#rows();
    this.#lastNumber += 1;
    // Copied and then filled, not built field by field: each reset makes three thousand of these.
    const record: OrgRecord = { ...this.#blank };
    for (const [name, value] of Object.entries(values)) {
      if (value !== null && name in record) record[name] = value;
    }
    record.Id = makeRecordId(this.schema.keyPrefix, this.#lastNumber);
    rows.set(record.Id, record);
    this.#forgetIndexes();
    this.#journal.note(() => {
      rows.delete(record.Id);
      this.#forgetIndexes();
    });
    return record;
  }

  /** Changes a row's fields; a deleted row stays, with `IsDeleted` set, as in the recycle bin. */
  update(record: OrgRecord, changes: Readonly<Record<string, FieldValue>>): void {
    const before = { ...record };
    const set = (values: Readonly<Record<string, FieldValue>>) => {
      Object.assign(record, values);
      for (const name of Object.keys(changes)) this.#byParent.delete(name);
    };
    set(changes);
    this.#journal.note(() => set(before));
  }

  /**
   * Leaves the making of the rows until somebody asks for any: a large table would slow every start
   * and every reset of an org that never looks at it.
   */
  fillWhenAsked(fill: (table: RecordTable) => void): void {
    this.#fill = fill;
  }

  /** Says where changes are noted from now on, so that they can be taken back. */
  noteChangesIn(journal: Journal): void {
    this.#journal = journal;
  }

  /** Takes over another table's rows as copies, and where its ids stand. */
  copyFrom(other: RecordTable): void {
    this.#fill = other.#fill;
    for (const row of other.#byId.values()) this.#byId.set(row.Id, { ...row });
    this.#lastNumber = other.#lastNumber;
    this.#byParent.clear();
  }

  #rows(): Map<string, OrgRecord> {
    const fill = this.#fill;
    if (fill !== undefined) {
      this.#fill = undefined;
      // Nothing that an attempt changed, which may ask first: there is nothing to take back.
      const journal = this.#journal;
      this.#journal = new Journal();
      fill(this);
      this.#journal = journal;
    }
    return this.#byId;
  }

  /** Rebuilt when next asked for: rows are added in bulk and read afterwards. */
  #forgetIndexes(): void {
    if (this.#byParent.size > 0) this.#byParent.clear();
  }

  #index(field: string): Map<string, OrgRecord[]> {
    const known = this.#byParent.get(field);
    if (known !== undefined) {
      return known;
    }
    const index = new Map<string, OrgRecord[]>();
    for (const record of this.rows()) {
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
