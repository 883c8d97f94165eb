/** The rows of a public query, and since when they are known. */
export interface KeptRows {
  readonly rows: readonly unknown[];
  /** Milliseconds since 1970, when they were asked for. */
  readonly askedAt: number;
  /** About what they take. */
  readonly bytes: number;
}

/** Rows are never shown that are older, however long Salesforce is away. */
export const longestKeptMs = 24 * 3_600_000;
