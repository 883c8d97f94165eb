import { type ApiError, apiErrorsOf } from '../../data/api-error.ts';
import type { OrgData } from '../../data/org-data.ts';

interface SaveError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** How one record of many fared (documented). */
export interface SaveResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly SaveError[];
  /** After an upsert. */
  readonly created?: boolean;
}

/** An error within a list calls its code otherwise than one that is the answer (documented). */
export function toSaveError({ errorCode, message, fields = [] }: ApiError): SaveError {
  return { statusCode: errorCode, message, fields };
}

/** Seen. */
const takenBack: SaveResult = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

/** What a write answers about a record that it saved. */
type Saved = Omit<SaveResult, 'success' | 'errors'>;

function resultOf(save: () => Saved): SaveResult {
  try {
    return { ...save(), success: true, errors: [] };
  } catch (error) {
    const errors = apiErrorsOf(error);
    if (errors === undefined) throw error;
    return { success: false, errors: errors.map(toSaveError) };
  }
}

/**
 * Saves records one by one. With `allOrNone` one failure takes all back: what would have been
 * saved says so, what failed says why.
 */
export function saveAll(
  { journal }: OrgData,
  saves: readonly (() => Saved)[],
  { allOrNone }: { allOrNone: boolean },
): { readonly results: readonly SaveResult[]; readonly rolledBack: boolean } {
  const isKept = (results: readonly SaveResult[]) =>
    !allOrNone || results.every(({ success }) => success);
  const results = journal.attempt(() => saves.map(resultOf), isKept);
  return isKept(results)
    ? { results, rolledBack: false }
    : { results: results.map((each) => (each.success ? takenBack : each)), rolledBack: true };
}
