import { ApiError } from '../data/api-error.ts';
import type { OrgRecord } from '../data/record-table.ts';
import type { SelectContext } from './select-context.ts';
import type { Reading } from './select-reading.ts';

/**
 * Compiles USING SCOPE: `everything`, and `mine` where there are owners. Teams, territories and
 * delegates are features that the org has not switched on.
 * @throws {ApiError} INVALID_QUERY_SCOPE (documented; the wording is a guess)
 */
export function compileScope(
  { viewer, object }: SelectContext,
  scope: Reading | undefined,
): ((row: OrgRecord) => boolean) | undefined {
  const name = scope?.text.toLowerCase() ?? 'everything';
  if (name === 'everything') {
    return undefined;
  }
  if (name === 'mine' && viewer.field(object, 'OwnerId') !== undefined) {
    return ({ OwnerId }) => OwnerId === viewer.user.id;
  }
  const message = `The scope '${scope?.text ?? ''}' is not supported for ${object.name}`;
  throw new ApiError(400, 'INVALID_QUERY_SCOPE', message);
}
