import type { CoreOptions } from './create-core.ts';
import { createAskSalesforce } from './doctor/ask-salesforce.ts';
import { authorizeChecks } from './doctor/authorize-checks.ts';
import { type CertificateAtHand, certificateChecks } from './doctor/certificate-check.ts';
import type { Check } from './doctor/check.ts';
import { clientCheck } from './doctor/client-check.ts';
import { integrationChecks } from './doctor/integration-checks.ts';
import { keyChecks } from './doctor/key-checks.ts';
import { loginHostChecks } from './doctor/login-host-checks.ts';
import { redisChecks } from './doctor/redis-checks.ts';
import { replicaChecks } from './doctor/replica-checks.ts';
import { rightsBeyondCheck } from './doctor/rights-beyond-check.ts';
import { publicQueriesOf, rightsChecks } from './doctor/rights-checks.ts';
import { type Finding, runChecks } from './doctor/run-checks.ts';
import type { Logger } from './logger.ts';
import type { Routes } from './routes/route.ts';
import { createApiUsage } from './salesforce/api-usage.ts';
import { createAuthorizationServer } from './salesforce/authorization-server.ts';
import type { IntegrationGrant } from './salesforce/integration-grant.ts';
import { createMintIntegrationGrant } from './salesforce/mint-integration-grant.ts';
import { createOAuthClient } from './salesforce/oauth-client.ts';
import { createRestConnection } from './salesforce/rest-connection.ts';
import { createSalesforceAgent } from './salesforce/transport.ts';
import type { RedisAddress } from './session/redis-client.ts';
import type { ReplicaSource } from './sources/replica.ts';

export interface DoctorOptions extends Pick<CoreOptions, 'appUrl' | 'salesforce'> {
  readonly routes: Routes;
  /** Absent: sessions are in memory. */
  readonly redis?: RedisAddress | undefined;
  readonly replica?: ReplicaSource | undefined;
  readonly certificates?: readonly CertificateAtHand[];
  readonly log: Logger;
  /** How long each check may take, in milliseconds. Default 15,000. */
  readonly deadlineMs?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Tries whether a configuration works, as far as that goes with nobody signing in. */
export interface Doctor {
  examine(): Promise<readonly Finding[]>;
}

/**
 * Tries everything that the middleware needs for real: the login host, the app, the integration user's token
 * and rights, Redis, Postgres.
 *
 * It reads, writes one key to Redis that it deletes again, and spends a handful of API calls.
 *
 * @example
 * const findings = await createDoctor({ appUrl, salesforce, routes, redis, log }).examine();
 * const isWell = findings.every(({ state }) => state !== 'wrong');
 */
export function createDoctor(options: DoctorOptions): Doctor {
  const { appUrl, salesforce, routes, log, clock = Date.now, deadlineMs = 15_000 } = options;
  const { loginUrl, clientAuthentication, integration, apiVersion } = salesforce;
  const callbackUrl = new URL('/auth/callback', appUrl);
  const server = createAuthorizationServer(salesforce);
  const oauth = createOAuthClient({ server, loginUrl, callbackUrl });
  const dispatcher = createSalesforceAgent(salesforce.clientCertificate);
  const ask = createAskSalesforce(dispatcher);
  // What a browser asks, it asks without the server's certificate.
  const browser = createSalesforceAgent();
  const askAsBrowser = createAskSalesforce(browser);
  const usage = createApiUsage({ limitShare: 100, log });
  const mint = integration && createMintIntegrationGrant({ ...salesforce, integration }, clock);
  let minted: Promise<IntegrationGrant> | undefined;
  /** One for all checks. */
  async function grant(): Promise<IntegrationGrant> {
    if (mint === undefined) throw new TypeError('There is no integration flow to mint by');
    minted ??= mint();
    return minted;
  }

  const queries = publicQueriesOf(routes);
  const connect = (using: IntegrationGrant, signal: AbortSignal) =>
    createRestConnection(using, { apiVersion, dispatcher, usage, signal });

  // What others need comes before them.
  const checks: readonly Check[] = [
    ...loginHostChecks({ loginUrl, server, ask: askAsBrowser, clock }),
    clientCheck({ server, callbackUrl, method: clientAuthentication.method }),
    ...authorizeChecks({ oauth, callbackUrl, ask: askAsBrowser }),
    ...integrationChecks({ integration, grant, loginUrl, apiVersion, ask }),
    ...keyChecks({ salesforce, callbackUrl, clock }),
    ...(integration === undefined || queries.length === 0
      ? []
      : [
          ...rightsChecks({ queries, grant, connect }),
          rightsBeyondCheck({ queries, grant, apiVersion, ask }),
        ]),
    ...redisChecks(options.redis),
    ...replicaChecks(options.replica, routes),
    ...certificateChecks(options.certificates ?? [], clock),
  ];
  return {
    async examine() {
      try {
        return await runChecks(checks, deadlineMs);
      } finally {
        await Promise.all([dispatcher.destroy(), browser.destroy()]);
      }
    },
  };
}
