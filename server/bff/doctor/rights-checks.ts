import { z } from 'zod';
import { anyValue } from '../queries/any-value.ts';
import type { Soql } from '../queries/soql.ts';
import type { PublicQuery } from '../routes/public-query.ts';
import type { Routes } from '../routes/route.ts';
import type { IntegrationGrant } from '../salesforce/mint-integration-grant.ts';
import type { RestConnection } from '../salesforce/rest-connection.ts';
import { errorCodeOf } from '../salesforce/translate-error.ts';
import type { AskSalesforce } from './ask-salesforce.ts';
import { type Check, type Outcome, ok, warning, wrong } from './check.ts';

/** Whether the integration user may read what public routes show, and whether it may do more than that. */
export function rightsChecks(options: {
  readonly routes: Routes;
  readonly grant: () => Promise<IntegrationGrant>;
  readonly apiVersion: string;
  readonly connect: (grant: IntegrationGrant, signal: AbortSignal) => RestConnection;
  readonly ask: AskSalesforce;
}): readonly Check[] {
  const { routes, grant, apiVersion, connect, ask } = options;
  const queries = Object.entries(routes).flatMap(([name, route]) =>
    route.kind === 'publicQuery' ? [{ name, soql: queryOf(route) }] : [],
  );
  if (queries.length === 0) return [];

  const asked = new Map<string, Promise<readonly unknown[]>>();
  /** What several routes select with the same words is asked once, as for visitors. */
  async function rowsOf(soql: Soql, signal: AbortSignal): Promise<readonly unknown[]> {
    const text = soql.toString();
    const rows = asked.get(text) ?? connect(await grant(), signal).query(soql);
    asked.set(text, rows);
    return rows;
  }

  async function tooFew(
    { name, soql }: { readonly name: string; readonly soql: Soql | undefined },
    signal: AbortSignal,
  ): Promise<Outcome> {
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

  return [
    ...queries.map((query) => ({
      name: `rights ${query.name}`,
      needs: ['integration', 'api_version'],
      run: (signal: AbortSignal) => tooFew(query, signal),
    })),
    {
      name: 'rights_beyond',
      needs: ['integration', 'api_version'],
      async run(signal) {
        const { instanceUrl, accessToken } = await grant();
        const url = new URL(`/services/data/v${apiVersion}/sobjects`, instanceUrl);
        const { status, body } = await ask(url, signal, accessToken);
        if (status !== 200) {
          return warning(
            `the org does not list the integration user's objects: HTTP ${status}`,
            'Look in Setup at what its profile and permission sets allow.',
          );
        }
        const objects = SObjects.parse(JSON.parse(body)).sobjects.filter(isOfBusiness);
        const needed = objectsOf(queries.flatMap(({ soql }) => soql?.toString() ?? []));
        const writable = objects.filter(({ createable, updateable, deletable }) =>
          Boolean(createable || updateable || deletable),
        );
        const others = objects.filter(
          (object) => object.queryable && !needed(object.name) && !writable.includes(object),
        );
        const found = [
          ...(writable.length > 0 ? [`may write ${namesOf(writable)}`] : []),
          ...(others.length > 0 ? [`may read ${namesOf(others)}, which no public route does`] : []),
        ];
        return found.length === 0
          ? ok('the integration user may do no more than it needs')
          : warning(
              found.join('; '),
              'Give the integration user a permission set with read access to what the public routes select, and a profile (Minimum Access - API Only Integrations) without more.',
            );
      },
    },
  ];
}

const SObjects = z.object({
  sobjects: z.array(
    z.object({
      name: z.string(),
      queryable: z.boolean(),
      createable: z.boolean(),
      updateable: z.boolean(),
      deletable: z.boolean(),
    }),
  ),
});

/**
 * Objects that hold a company's data. Of the hundreds that every user may read or write for themselves (their
 * own user, feeds, settings) nothing follows.
 */
const isOfBusiness = ({ name }: { readonly name: string }): boolean =>
  /^(?:Account|Asset|Campaign|Case|Contact|Contract|Lead|Opportunity|OpportunityLineItem|Order|OrderItem|Pricebook2|PricebookEntry|Product2|Quote|Task)$|__c$/.test(
    name,
  );

const namesOf = (objects: readonly { readonly name: string }[]): string => {
  const names = objects.map(({ name }) => name);
  const more = names.length - 8;
  return names.slice(0, 8).join(', ') + (more > 0 ? ` and ${more} more` : '');
};

/** What queries read: after FROM, and the parents that paths lead to, which have the name of their object. */
function objectsOf(queries: readonly string[]): (name: string) => boolean {
  const words = new Set(
    queries.flatMap((soql) => [
      ...[...soql.matchAll(/\bFROM\s+(\w+)/gi)].map(([, name = '']) => name),
      ...[...soql.matchAll(/\b(\w+)\./g)].map(([, name = '']) => name.replace(/__r$/, '__c')),
    ]),
  );
  return (name) => words.has(name);
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
