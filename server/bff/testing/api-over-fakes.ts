import type { RequestHandler } from 'express';
import { z } from 'zod';
import { apiHandler } from '../api/api-handler.ts';
import { soql } from '../queries/soql.ts';
import type { Route, Routes } from '../routes/route.ts';
import { userQuery } from '../routes/user-query.ts';
import type { ApiUsage } from '../salesforce/api-usage.ts';
import { createCircuits } from '../salesforce/circuits.ts';
import { createIntegrationSource } from '../sources/integration.ts';
import { createLiveSource } from '../sources/live.ts';
import type { ReplicaSource } from '../sources/replica.ts';
import { createRowsCache } from '../sources/rows-cache.ts';
import { createUserFactsSource } from '../sources/user-facts.ts';
import type { User } from '../user.ts';
import { type FakeSalesforce, instanceUrl } from './fake-salesforce.ts';

interface Fakes {
  readonly user: User;
  readonly salesforce: FakeSalesforce;
  readonly replica: ReplicaSource;
}

/** What the server has under `/api`, with one route, `/tried`, and nobody's data behind it. */
export function apiOverFakes(
  route: Route,
  { user, salesforce: { dispatcher }, replica }: Fakes,
): RequestHandler {
  const grant = {
    ...{ accessToken: 'none', refreshToken: undefined, instanceUrl, generation: '1' },
    ...{ rotates: false, ofOneSignIn: true, user },
  };
  const grants = { current: async () => grant, renew: async () => grant };
  const usage: ApiUsage = { admit: () => {}, note: () => {} };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const circuits = createCircuits({ log });
  const connecting = { grants, usage, circuits, apiVersion: '66.0', dispatcher };
  const live = createLiveSource(connecting);
  const now = Date.now();
  const record = { user, createdAt: now, lastSeenAt: now, userAgent: '' };
  return apiHandler({
    routes: { ...refreshedBy(route), tried: route },
    sessions: { use: async () => ({ key: 'session', record }), end: async () => {} },
    live,
    integration: createIntegrationSource({
      ...connecting,
      budget: { spend: async () => {} },
      cache: createRowsCache({ shared: undefined, report: () => {} }),
    }),
    facts: createUserFactsSource({ grants, live }),
    replica,
  });
}

/** The queries that a command names, so that there are such. */
function refreshedBy(route: Route): Routes {
  const query = userQuery({
    input: z.object({}),
    output: z.object({}),
    select: () => soql`SELECT Id FROM Organization`,
    project: () => ({}),
  });
  const names = route.kind === 'command' ? route.refreshes : [];
  return Object.fromEntries(names.map((name) => [name, query]));
}
