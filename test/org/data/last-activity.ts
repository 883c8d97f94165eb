import type { OrgTables } from './org-tables.ts';
import type { FieldValue, OrgRecord } from './record-table.ts';
import { objectOfId } from './schema/schema.ts';

/** The lookups of a task that make it somebody's activity. */
const lookups = ['AccountId', 'WhatId', 'WhoId'] as const;

/** The latest due date of a record's closed tasks (documented). */
function lastActivity({ Task }: OrgTables, id: string): FieldValue {
  const closed = lookups
    .flatMap((lookup) => Task.children(lookup, id))
    .filter(({ IsClosed, IsDeleted }) => IsClosed === true && IsDeleted !== true);
  const dates = closed.flatMap(({ ActivityDate }) => ActivityDate ?? []);
  return dates.toSorted().at(-1) ?? null;
}

/**
 * Says at the records that a task is about when something was last done about them.
 *
 * @param at the time of the change, which moves `SystemModstamp` alone (guessed)
 */
export function updateLastActivity(tables: OrgTables, task: OrgRecord, at?: string): void {
  for (const lookup of lookups) {
    const id = task[lookup];
    const table = typeof id === 'string' ? tables[objectOfId(id)?.name ?? ''] : undefined;
    if (typeof id !== 'string' || !table?.schema.fieldByName.has('lastactivitydate')) continue;
    const record = table.get(id);
    const LastActivityDate = lastActivity(tables, id);
    if (record.LastActivityDate === LastActivityDate) continue;
    table.update(record, { LastActivityDate, ...(at !== undefined && { SystemModstamp: at }) });
  }
}
