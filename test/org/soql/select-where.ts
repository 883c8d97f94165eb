import type { OrgRecord } from '../data/record-table.ts';
import { compileCondition } from './compile-condition.ts';
import { resolveUnformatted } from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import type { SelectReading } from './select-reading.ts';
import { runSemiJoin } from './semi-join.ts';
import { errorAt } from './source-text.ts';

/**
 * Compiles WHERE.
 * @throws {ApiError}
 */
export function compileWhere(
  context: SelectContext,
  { where }: SelectReading,
): (row: OrgRecord) => boolean {
  const { source, now } = context;
  let semiJoins = 0;
  if (where === undefined) {
    return () => true;
  }
  return compileCondition<OrgRecord>(where, {
    source,
    now,
    resolve: (left) => resolveUnformatted(context, left),
    ...(context.depth === 0 && {
      semiJoin(left, subquery) {
        semiJoins += 1;
        if (semiJoins > 2) {
          // Documented, the wording seen.
          const message = 'Maximum 2 semi join sub-selects are allowed';
          throw errorAt(source, left.place, 'MALFORMED_QUERY', message);
        }
        return runSemiJoin(context, left, subquery, compileWhere);
      },
    }),
  });
}
