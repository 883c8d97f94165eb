/**
 * Text as SOQL compares it: without regard to case, but to accents. For what is picked in the server out
 * of rows that Salesforce has sorted by the same rule.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_comparisonoperators.htm
 */
const collator = new Intl.Collator('en', { sensitivity: 'accent' });

/**
 * Orders two texts as `ORDER BY` does; 0 where `=` holds.
 *
 * @example families.toSorted(compareText)
 */
export const compareText = (one: string, other: string): number => collator.compare(one, other);

/**
 * Whether `LIKE '%part%'` finds the text, every character of the part taken as it is. Null holds nothing.
 *
 * @example rows.filter(({ Name }) => textContains(Name, search))
 */
export const textContains = (text: string | null, part: string): boolean =>
  text?.toLowerCase().includes(part.toLowerCase()) ?? false;
