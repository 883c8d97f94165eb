import type { Dispatcher } from 'undici';
import type { MeasuredCalls } from '../measured-calls.ts';
import { Problem } from '../problem.ts';
import type { Soql } from '../queries/soql.ts';
import type { ApiUsage } from '../salesforce/api-usage.ts';
import type { Circuits } from '../salesforce/circuits.ts';
import { createRestConnection } from '../salesforce/rest-connection.ts';
import type { CallBudget } from './call-budget.ts';
import type { IntegrationGrants } from './integration-grants.ts';
import type { KeptRows } from './kept-rows.ts';
import { createPlaces } from './places.ts';
import type { RowsCache } from './rows-cache.ts';
import { untilAborted } from './until-aborted.ts';
import { withOneRenewal } from './with-one-renewal.ts';

/** Rows, the same array for as long as they are the same, and how long they are still fresh. */
export interface PublicRows {
  readonly rows: readonly unknown[];
  /** 0 when they are shown although they are not. */
  readonly freshSeconds: number;
}

/** Salesforce as the integration user sees it: for what is the same for everybody, and nothing else. */
export interface IntegrationSource {
  /**
   * @param cacheSeconds how old rows may be without being asked for anew
   * @param signal ends the wait; the rows are asked for all the same, for the next one
   * @throws {Problem} `not_configured` where there is no integration user, or it may not read this
   */
  query(
    soql: Soql,
    asking: { readonly cacheSeconds: number; readonly signal: AbortSignal },
  ): Promise<PublicRows>;
}

export interface IntegrationSourceOptions {
  /** Absent where no integration flow is configured. */
  readonly grants: IntegrationGrants | undefined;
  readonly cache: RowsCache;
  readonly budget: CallBudget;
  readonly usage: ApiUsage;
  readonly circuits: Circuits;
  readonly apiVersion: string;
  readonly dispatcher: Dispatcher;
  readonly calls?: MeasuredCalls;
  /** How long a query may take, the wait for its turn included; whoever asks waits less. */
  readonly deadlineMs?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** A public query is kept whole, up to so much. */
const most = { rows: 10_000, bytes: 16 * 1024 * 1024 };

/** Salesforce takes 25 calls at once that last longer than 20 seconds, of the whole org. */
const atOnce = { places: 4, waiting: 200 };

/** Asks Salesforce with the integration user's token, as seldom as it may. */
export function createIntegrationSource(options: IntegrationSourceOptions): IntegrationSource {
  const { grants, cache, budget, usage, clock = Date.now, ...connecting } = options;
  const { deadlineMs = 30_000 } = options;
  const places = createPlaces(atOnce);

  async function ask(soql: Soql, using: IntegrationGrants, signal: AbortSignal): Promise<KeptRows> {
    usage.admit();
    const askedAt = clock();
    const asked = withOneRenewal(await using.current(), using.renew, (grant) =>
      createRestConnection(grant, { ...connecting, usage, signal, spend: budget.spend }).wholeQuery(
        soql,
        most.rows,
      ),
    );
    const rows = await asked.catch((error: unknown) => {
      // What the integration user may not read, no visitor can do anything about.
      throw error instanceof Problem && error.code === 'forbidden'
        ? notConfigured(error.cause)
        : error;
    });
    const bytes = Buffer.byteLength(JSON.stringify(rows));
    if (bytes > most.bytes) throw new RangeError(`The query's rows take ${bytes} bytes: narrow it`);
    return { rows, askedAt, bytes };
  }

  return {
    async query(soql, { cacheSeconds, signal }) {
      if (grants === undefined) throw notConfigured(undefined);
      const freshMs = cacheSeconds * 1_000;
      const answer = cache.read(soql.toString(), freshMs, () => {
        const deadline = AbortSignal.timeout(deadlineMs);
        return places.run(() => ask(soql, grants, deadline), deadline);
      });
      const { rows, askedAt } = await untilAborted(answer, signal);
      const left = Math.floor((askedAt + freshMs - clock()) / 1_000);
      return { rows, freshSeconds: Math.min(Math.max(0, left), cacheSeconds) };
    },
  };
}

const notConfigured = (cause: unknown) =>
  new Problem('not_configured', 'The shop does not show this yet.', { cause });
