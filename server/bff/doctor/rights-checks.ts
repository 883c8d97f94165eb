import { anyValue } from '../queries/any-value.ts';
import type { Soql } from '../queries/soql.ts';
import type { PublicQuery } from '../routes/public-query.ts';
import type { Routes } from '../routes/route.ts';
import type { IntegrationGrant } from '../salesforce/integration-grant.ts';
import type { RestConnection } from '../salesforce/rest-connection.ts';
import { errorCodeOf } from '../salesforce/translate-error.ts';
import { type Check, type Outcome, ok, warning, wrong } from './check.ts';

/** What a public route asks Salesforce for. */
export interface TriedQuery {
  /** The route's. */
  readonly name: string;
  /** Absent where it cannot be known without an input. */
  readonly soql: Soql | undefined;
}

export const publicQueriesOf = (routes: Routes): readonly TriedQuery[] =>
  Object.entries(routes).flatMap(([name, route]) =>
    route.kind === 'publicQuery' ? [{ name, soql: queryOf(route) }] : [],
  );

/** Whether the integration user may read what public routes show. */
export function rightsChecks(options: {
  readonly queries: readonly TriedQuery[];
  readonly grant: () => Promise<IntegrationGrant>;
  readonly connect: (grant: IntegrationGrant, signal: AbortSignal) => RestConnection;
}): readonly Check[] {
  const { queries, grant, connect } = options;
  const asked = new Map<string, Promise<readonly unknown[]>>();
  /** What several routes select with the same words is asked once, as for visitors. */
  async function rowsOf(soql: Soql, signal: AbortSignal): Promise<readonly unknown[]> {
    const text = soql.toString();
    const rows = asked.get(text) ?? connect(await grant(), signal).query(soql);
    asked.set(text, rows);
    return rows;
  }

  async function tooFew({ name, soql }: TriedQuery, signal: AbortSignal): Promise<Outcome> {
    if (soql === undefined) return warning(`${name} needs an input to be tried`, 'Call it once.');
    try {
      const rows = await rowsOf(soql, signal);
      return rows.length > 0
        ? ok(`${name} finds ${rows.length} rows`)
        : warning(
            `${name} finds nothing`,
            'Share records with the integration user, if there are some.',
          );
    } catch (error) {
      const code = errorCodeOf(error);
      if (!/^(?:INVALID_(?:FIELD|TYPE)|INSUFFICIENT_ACCESS\w*)$/.test(code)) throw error;
      return wrong(
        `${name} may not be read: ${code}${nameIn(error)}`,
        "Give the integration user's permission set read access to the object and, by field-level security, to each field that the route selects. Salesforce says of what may not be read that it does not exist.",
      );
    }
  }

  return queries.map((query) => ({
    name: `rights ${query.name}`,
    needs: ['integration', 'api_version'],
    run: (signal) => tooFew(query, signal),
  }));
}

/** As for a visitor who gives nothing, or anything. */
function queryOf(route: PublicQuery): Soql | undefined {
  const { success, data } = route.input.safeParse({});
  try {
    return route.select(success ? data : anyValue);
  } catch {
    return undefined;
  }
}

/** Out of Salesforce's sentence, the names alone. */
function nameIn(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const [, column, entity] = /No such column '([\w.]+)' on entity '(\w+)'/.exec(message) ?? [];
  if (column !== undefined) return ` ${entity}.${column}`;
  const [, type] = /sObject type '(\w+)' is not supported/.exec(message) ?? [];
  return type === undefined ? '' : ` ${type}`;
}
