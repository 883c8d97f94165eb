import type { ObjectSchema } from '../data/schema/object-schema.ts';
import type { PathRoot } from './field-path.ts';

/** What one SELECT is compiled with: the paths' root, the clock, and the version for URLs. */
export interface SelectContext extends PathRoot {
  readonly now: Date;
  readonly version: string;
  /** 0 for the query itself, 1 for its children's subqueries. */
  readonly depth: number;
  /** Whether this is the subquery of an IN. */
  readonly inSemiJoin?: boolean;
}

/** A record's own `attributes`, as every answer carries them. */
export function attributesOf(object: ObjectSchema, id: string, version: string) {
  return { type: object.name, url: `/services/data/v${version}/sobjects/${object.name}/${id}` };
}

/** Says that the embedded org lacks something which Salesforce has, rather than answer wrongly. */
export function notEmbedded(context: SelectContext, what: string): Error {
  return context.scope.fail(
    'select',
    what,
    'MALFORMED_QUERY',
    `${what} is not supported by the embedded org`,
  );
}
