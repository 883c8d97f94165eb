import { tableOf } from '../org-tables.ts';
import { objectOfId } from '../schema/schema.ts';
import type { RecordRules } from './record-rules.ts';

/** A record of a custom object that is given no name is called by its id (documented). */
export const customTableRules: RecordRules = {
  afterSave({ data, record }) {
    const object = objectOfId(record.Id);
    if (record.Name !== null || object === undefined) return;
    tableOf(data.tables, object.name).update(record, { Name: record.Id });
  },
};
