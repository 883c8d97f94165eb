import { updateLastActivity } from '../last-activity.ts';
import type { OrgData } from '../org-data.ts';
import type { FieldValue } from '../record-table.ts';
import { objectOfId } from '../schema/schema.ts';
import type { RecordRules } from './record-rules.ts';

/** The account that a record belongs to, or is. */
function accountOf(data: OrgData, id: FieldValue | undefined): FieldValue {
  if (typeof id !== 'string') return null;
  const object = objectOfId(id);
  if (object?.name === 'Account') return id;
  return (object && data.tables[object.name]?.find(id)?.AccountId) ?? null;
}

/** A task is closed by its status, and belongs to the account of what or whom it is about (documented). */
export const taskRules: RecordRules = {
  beforeSave({ data, next }) {
    next.IsClosed = next.Status === 'Completed';
    next.AccountId = accountOf(data, next.WhatId) ?? accountOf(data, next.WhoId);
  },
  afterSave: ({ data, record, at }) => updateLastActivity(data.tables, record, at),
  afterDelete: ({ data, record, at }) => updateLastActivity(data.tables, record, at),
};
