import { z } from 'zod';
import type { Soql } from '../queries/soql.ts';
import type { User } from '../user.ts';
import { limited, queryRoute } from './query-route.ts';

/** What predicates need to know of a user beyond their name, and how Salesforce is asked for it. */
export interface UserFacts<Facts = unknown> {
  /** Asked with the user's own token. */
  select(user: User): Soql;
  answer(rows: readonly unknown[]): Facts;
}

/** A user, and what an application has asked about them. */
export type KnownUser<Facts = unknown> = User & Facts;

export interface UserFactsDeclaration<Facts extends z.ZodObject, Row> {
  /** One record of the user's, such as their own User record; without a `LIMIT`. */
  select(user: User): Soql<Row>;
  readonly output: Facts;
  project(row: Row): z.input<Facts>;
}

export function userFacts<Facts extends z.ZodObject, Row>({
  select,
  output,
  project,
}: UserFactsDeclaration<Facts, Row>): UserFacts<z.output<Facts>> {
  const { answer } = queryRoute({ input: z.object({}), output, project });
  return {
    select: (user) => limited(output, select(user)),
    // It answers what `output` has parsed.
    answer: (rows) => answer(rows) as z.output<Facts>,
  };
}
