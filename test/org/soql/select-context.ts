import type { ObjectSchema } from '../data/schema/object-schema.ts';
import type { PathRoot } from './field-path.ts';
import type { ParsedSoql } from './parse-soql.ts';

/** What one SELECT is compiled with: the paths' root, the clock, and the version for URLs. */
export interface SelectContext extends PathRoot {
  readonly expressionOf: ParsedSoql['expressionOf'];
  readonly now: Date;
  readonly version: string;
  /** 0 for the query itself, 1 for its children's subqueries. */
  readonly depth: number;
  /** Whether this is the subquery of an IN. */
  readonly inSemiJoin?: boolean;
}

/** A record's own `attributes`, as every answer carries them. */
export function attributesOf(
  type: string,
  object: ObjectSchema,
  id: string,
  version: string,
): { type: string; url: string } {
  return { type, url: `/services/data/v${version}/sobjects/${object.name}/${id}` };
}
