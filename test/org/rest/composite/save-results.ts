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
const rolledBack: SaveResult = {
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

/** Thrown to take everything back; never leaves this file. */
class TakenBack extends Error {}

/**
 * Saves records one by one. With `allOrNone` one failure takes all back: what would have been
 * saved says so, what failed says why.
 */
export function saveAll(
  data: OrgData,
  saves: readonly (() => Saved)[],
  { allOrNone }: { allOrNone: boolean },
): { readonly results: readonly SaveResult[]; readonly rolledBack: boolean } {
  let results: readonly SaveResult[] = [];
  try {
    data.journal.attempt(() => {
      results = saves.map(resultOf);
      if (allOrNone && results.some(({ success }) => !success)) throw new TakenBack();
    });
    return { results, rolledBack: false };
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    return { results: results.map((each) => (each.success ? rolledBack : each)), rolledBack: true };
  }
}
