import type { Dispatcher } from 'undici';
import type { CoreOptions } from './create-core.ts';
import type { Measure } from './measure.ts';
import type { MeasuredCalls } from './measured-calls.ts';
import { describeError } from './middleware/describe-error.ts';
import type { ApiUsage } from './salesforce/api-usage.ts';
import type { Circuits } from './salesforce/circuits.ts';
import { createMintIntegrationGrant } from './salesforce/mint-integration-grant.ts';
import { impatientRedis } from './session/impatient-redis.ts';
import { createSealer } from './session/seal.ts';
import { createCallBudget } from './sources/call-budget.ts';
import { createIntegrationSource, type IntegrationSource } from './sources/integration.ts';
import { createIntegrationGrants } from './sources/integration-grants.ts';
import { createRowsCache } from './sources/rows-cache.ts';
import { createSharedRows } from './sources/shared-rows.ts';

export interface PublicSourceOptions extends CoreOptions {
  readonly publicCallsPerHour?: number;
}

/** What public routes read from: the integration user's grant, a budget of calls, and what is kept of their answers. */
export function createPublicSource(
  options: PublicSourceOptions,
  connecting: {
    readonly usage: ApiUsage;
    readonly circuits: Circuits;
    readonly apiVersion: string;
    readonly dispatcher: Dispatcher;
    readonly calls: MeasuredCalls;
  },
  measure: Measure,
): IntegrationSource {
  const { salesforce, session, publicCallsPerHour = 1_000, log, clock = Date.now } = options;
  const { integration } = salesforce;
  const redis = session.redis && impatientRedis(session.redis);
  const shared =
    redis &&
    createSharedRows({
      redis,
      sealer: createSealer(session.secrets, 'public rows'),
      scope: scopeOf(salesforce),
      measure,
    });
  return createIntegrationSource({
    ...connecting,
    clock,
    grants:
      integration &&
      createIntegrationGrants({
        mint: createMintIntegrationGrant({ ...salesforce, integration }, clock),
        log,
        clock,
      }),
    budget: createCallBudget({ callsPerHour: publicCallsPerHour, redis, log, clock }),
    cache: createRowsCache({
      shared,
      measure,
      clock,
      report: ({ code, cause }) =>
        log.warn({ event: 'public_rows', outcome: 'not_renewed', code, ...describeError(cause) }),
    }),
  });
}

/** Whoever asks elsewhere, or as somebody else, may get other rows for the same query. */
const scopeOf = ({ loginUrl, clientId, apiVersion, integration }: CoreOptions['salesforce']) =>
  JSON.stringify([
    loginUrl.href,
    clientId,
    apiVersion,
    integration?.flow === 'jwt_bearer' ? integration.username : integration?.flow,
  ]);
