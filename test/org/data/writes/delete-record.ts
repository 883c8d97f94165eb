import { dateTimeText } from '../date-text.ts';
import { modifiedBy } from '../modified-by.ts';
import type { OrgData, OrgUser } from '../org-data.ts';
import { tableOf } from '../org-tables.ts';
import type { OrgRecord } from '../record-table.ts';
import { rulesOf } from '../rules/record-rules.ts';
import type { FieldSchema } from '../schema/field-schema.ts';
import type { ObjectSchema } from '../schema/object-schema.ts';
import { lookupsTo } from '../schema/schema.ts';
import { refusal } from './refusal.ts';
import type { WriteContext } from './save-record.ts';

function nameOf(object: ObjectSchema, record: OrgRecord): string {
  const nameField = object.fields.find((field) => field.nameField);
  return String(record[nameField?.name ?? 'Id']);
}

function childrenOf(data: OrgData, child: ObjectSchema, field: FieldSchema, parent: OrgRecord) {
  const children = tableOf(data.tables, child.name).children(field.name, parent.Id);
  return children.filter(({ IsDeleted }) => IsDeleted !== true);
}

/** Seen, the line's end included. */
function refuseWhileNamed(data: OrgData, object: ObjectSchema, record: OrgRecord): void {
  for (const { child, field } of lookupsTo(object)) {
    const holders = field.restrictedDelete ? childrenOf(data, child, field, record) : [];
    if (holders.length > 0) {
      const kind = child.labelPlural.toLowerCase();
      const names = holders.map((holder) => nameOf(child, holder)).join(', ');
      const message = `Your attempt to delete ${nameOf(object, record)} could not be completed because it is associated with the following ${kind}.: ${names}\n`;
      throw refusal('DELETE_FAILED', message);
    }
  }
}

interface Deletion {
  readonly data: OrgData;
  readonly user: OrgUser;
  readonly at: string;
}

/**
 * Deletes what hangs on the record, and empties the other lookups that name it (documented; that
 * this moves their `SystemModstamp` and nothing else is a guess).
 */
function moveToBin(deletion: Deletion, object: ObjectSchema, record: OrgRecord): void {
  const { data, user, at } = deletion;
  const rules = rulesOf(object.name);
  refuseWhileNamed(data, object, record);
  for (const { child, field } of lookupsTo(object)) {
    for (const row of childrenOf(data, child, field, record)) {
      if (field.cascadeDelete) moveToBin(deletion, child, row);
      else {
        const emptied = { [field.name]: null, SystemModstamp: at };
        tableOf(data.tables, child.name).update(row, emptied);
      }
    }
  }
  const table = tableOf(data.tables, object.name);
  table.update(record, { IsDeleted: true, ...modifiedBy(user.id, at) });
  rules.afterDelete?.({ ...deletion, record });
}

/**
 * Puts a record, and what is deleted with it, into the recycle bin.
 * @throws {ApiError} for what the user, the object's rules or other records do not let go; then
 * nothing has changed
 */
export function deleteRecord(
  { data, viewer }: WriteContext,
  object: ObjectSchema,
  record: OrgRecord,
): void {
  if (!viewer.permission(object).delete) {
    // Seen.
    throw refusal('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  }
  rulesOf(object.name).beforeDelete?.(data, record);
  const deletion = { data, user: viewer.user, at: dateTimeText(data.now()) };
  data.journal.attempt(() => moveToBin(deletion, object, record));
}
