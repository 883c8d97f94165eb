import type { Expression } from './expression.ts';
import { resolvePath } from './field-path.ts';
import type { GroupKeys } from './group-rows.ts';
import { functionKind } from './read-call.ts';
import { argumentText, callOf, resolveExpression } from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import type { SelectReading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/** @throws {ApiError} for a field that does not group, the same key twice, or too many of ROLLUP */
export function compileGroupKeys(context: SelectContext, select: SelectReading): GroupKeys {
  const { source } = context;
  const keys = new Map<string, Expression>();
  for (const group of select.groups) {
    const expression = resolveExpression(context, group);
    const { text, key } = expression;
    if (!expression.field.groupable) {
      // Seen.
      const message = `field '${text}' can not be grouped in a query call`;
      throw errorAt(source, group.place, 'INVALID_FIELD', message);
    }
    if (keys.has(key)) {
      // Seen in another emulator of Salesforce.
      const message = `duplicate grouping expression: ${text}`;
      throw errorAt(source, group.place, 'MALFORMED_QUERY', message);
    }
    keys.set(key, expression);
  }
  if (select.subtotals !== 'none' && keys.size > 3) {
    // Documented: three; the wording is a guess.
    const message = `GROUP BY ${select.subtotals.toUpperCase()} must contain 3 fields or less`;
    throw errorAt(source, select.groups[3]?.place ?? 0, 'MALFORMED_QUERY', message);
  }
  return keys;
}

/** @throws {ApiError} where a key is counted or added up beside itself */
export function refuseAggregatedKeys(
  context: SelectContext,
  select: SelectReading,
  keys: GroupKeys,
) {
  for (const item of select.items) {
    const call = item.subquery === undefined ? callOf(context, item) : undefined;
    if (call !== undefined && functionKind(call.functionName) === 'aggregate') {
      const text = argumentText(call);
      if (text === '') {
        // Documented: COUNT() has no GROUP BY. The wording is a guess.
        throw errorAt(context.source, item.place, 'MALFORMED_QUERY', "unexpected token: 'COUNT()'");
      }
      const { key } = resolvePath(context, { place: item.place, text });
      if (keys.has(key) && select.subtotals === 'none') {
        // Seen.
        const message = `Grouped field should not be aggregated: ${text}`;
        throw errorAt(context.source, item.place, 'MALFORMED_QUERY', message);
      }
    }
  }
}
