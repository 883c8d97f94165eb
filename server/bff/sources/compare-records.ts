/** Where a replica and Salesforce differ in what they let somebody see: record by record. */
export interface Differences {
  /** What the replica lets through, and Salesforce does not. */
  readonly leaks: readonly string[];
  /** What Salesforce lets through, and the replica does not. */
  readonly gaps: readonly string[];
}

/** @param salesforce ids of records, with 15 or 18 characters, in any order */
export function compareRecords(
  salesforce: Iterable<string>,
  replica: Iterable<string>,
): Differences {
  const there = byKey(salesforce);
  const here = byKey(replica);
  return { leaks: missing(here, there), gaps: missing(there, here) };
}

/** What both find, as what happens to be on its way is found once only. */
export function lastingDifferences(first: Differences, second: Differences): Differences {
  const both = (kind: keyof Differences) => {
    const again = byKey(second[kind]);
    return first[kind].filter((id) => again.has(keyOf(id)));
  };
  return { leaks: both('leaks'), gaps: both('gaps') };
}

/** Of an id, the part that decides: the other three characters are its checksum. */
const keyOf = (id: string): string => id.slice(0, 15);

const byKey = (ids: Iterable<string>) => new Map([...ids].map((id) => [keyOf(id), id]));

const missing = (from: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
  [...from].flatMap(([key, id]) => (other.has(key) ? [] : id)).toSorted();
