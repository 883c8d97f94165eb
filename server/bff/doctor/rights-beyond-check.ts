import { z } from 'zod';
import type { IntegrationGrant } from '../salesforce/integration-grant.ts';
import type { AskSalesforce } from './ask-salesforce.ts';
import { type Check, ok, warning } from './check.ts';
import type { TriedQuery } from './rights-checks.ts';

/** Whether the integration user may do more than public routes need: what it may, whoever has its key may. */
export function rightsBeyondCheck(options: {
  readonly queries: readonly TriedQuery[];
  readonly grant: () => Promise<IntegrationGrant>;
  readonly apiVersion: string;
  readonly ask: AskSalesforce;
}): Check {
  const { queries, grant, apiVersion, ask } = options;
  return {
    name: 'rights_beyond',
    needs: ['integration', 'api_version'],
    async run(signal) {
      const { instanceUrl, accessToken } = await grant();
      const url = new URL(`/services/data/v${apiVersion}/sobjects`, instanceUrl);
      const { status, body } = await ask(url, signal, accessToken);
      const listed = status === 200 ? objectsListed(body) : undefined;
      if (listed === undefined) {
        return warning(
          `the org's list of the integration user's objects cannot be read: HTTP ${status}`,
          'Look in Setup at what its profile and permission sets allow.',
        );
      }
      const objects = listed.filter(isOfBusiness);
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
  };
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

function objectsListed(body: string): z.output<typeof SObjects>['sobjects'] | undefined {
  try {
    return SObjects.safeParse(JSON.parse(body)).data?.sobjects;
  } catch {
    return undefined;
  }
}

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
