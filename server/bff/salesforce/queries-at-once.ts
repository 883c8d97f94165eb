import { z } from 'zod';
import type { Soql } from '../queries/soql.ts';
import { bodiesOf, type Composite, parsed } from './composite.ts';

/** Salesforce's own limit. */
const mostQueries = 5;

const QueryAnswer = z.object({ done: z.literal(true), records: z.array(z.unknown()) });

/**
 * Queries, asked at once.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
 * @throws {TypeError} for none, or more than Salesforce takes
 */
export function queriesAtOnce(
  queries: readonly Soql[],
  root: string,
): Composite<readonly (readonly unknown[])[]> {
  if (queries.length === 0 || queries.length > mostQueries) {
    throw new TypeError(`1 to ${mostQueries} queries are asked at once, not ${queries.length}`);
  }
  const compositeRequest = queries.map((query, index) => ({
    method: 'GET' as const,
    url: `${root}/query?q=${encodeURIComponent(query.toString())}`,
    referenceId: `query${index}`,
  }));
  return {
    body: { allOrNone: false, collateSubrequests: false, compositeRequest },
    read(answer) {
      const bodies = bodiesOf(answer, compositeRequest, () => undefined);
      return bodies.map((body) => parsed(QueryAnswer, body).records);
    },
  };
}
