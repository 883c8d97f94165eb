import type { OrgRecord } from '../data/record-table.ts';
import type { Group } from './aggregate.ts';
import type { Expression } from './expression.ts';
import type { SelectReading } from './select-reading.ts';

/** The keys of a GROUP BY, by what makes two of them the same. */
export type GroupKeys = ReadonlyMap<string, Expression>;

function partition(rows: readonly OrgRecord[], key: Expression): OrgRecord[][] {
  const parts = new Map<unknown, OrgRecord[]>();
  for (const row of rows) {
    const value = key.read(row);
    const part = parts.get(value);
    if (part === undefined) {
      parts.set(value, [row]);
    } else {
      part.push(row);
    }
  }
  return [...parts.values()];
}

/**
 * Groups rows by their keys. ROLLUP adds a subtotal for each key from the last to the first and a
 * grand total, CUBE one for every combination; they stand behind what they sum up (documented).
 */
export function groupRows(
  rows: readonly OrgRecord[],
  groupKeys: GroupKeys,
  subtotals: SelectReading['subtotals'],
): Group[] {
  const all = [...groupKeys];
  function below(part: readonly OrgRecord[], depth: number, keys: readonly string[]): Group[] {
    const [next] = all.slice(depth);
    const group: Group = { rows: part, keys: new Set(keys) };
    if (next === undefined) {
      return [group];
    }
    const [name, key] = next;
    const parts = partition(part, key).flatMap((each) => below(each, depth + 1, [...keys, name]));
    switch (subtotals) {
      case 'none':
        return parts;
      case 'rollup':
        return [...parts, group];
      case 'cube':
        return [...parts, ...below(part, depth + 1, keys)];
    }
  }
  return below(rows, 0, []);
}
