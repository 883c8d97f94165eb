import type { Viewer } from '../access/viewer.ts';
import type { RecordTable } from '../record-table.ts';
import type { Values } from './read-record.ts';
import { refusal, shortId } from './refusal.ts';

/**
 * Refuses a value of a unique field that another record has. Cases are not told apart, and what is
 * in the recycle bin is in nobody's way (documented).
 * @param own the record that is changed; undefined for a new one
 * @throws {ApiError} DUPLICATE_VALUE (seen; masked for who does not see the other record: seen once,
 * in Apex)
 */
export function checkUnique(
  viewer: Viewer,
  table: RecordTable,
  values: Values,
  own: string | undefined,
): void {
  const { schema } = table;
  for (const { name } of schema.fields.filter(({ unique }) => unique)) {
    const wanted = values[name];
    if (typeof wanted !== 'string') continue;
    for (const row of table.rows()) {
      const isSame = String(row[name] ?? '').toLowerCase() === wanted.toLowerCase();
      if (isSame && row.Id !== own && row.IsDeleted !== true) {
        const isSeen = viewer.find(schema, row.Id) !== undefined;
        const [field, id] = isSeen ? [name, shortId(row.Id)] : ['<unknown>', '<unknown>'];
        const message = `duplicate value found: ${field} duplicates value on record with id: ${id}`;
        throw refusal('DUPLICATE_VALUE', message);
      }
    }
  }
}
