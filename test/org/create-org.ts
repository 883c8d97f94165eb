import { fileURLToPath } from 'node:url';
import express, { type NextFunction, type Request, type Response } from 'express';
import { createDailyData } from './data/daily-data.ts';
import type { OrgData } from './data/org-data.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { createApprovalStore } from './oauth/approval-store.ts';
import { authenticateForRest } from './oauth/bearer-token.ts';
import { createBrowserSessions } from './oauth/browser-sessions.ts';
import { createOAuth, sendOAuthError } from './oauth/create-oauth.ts';
import { createExternalClientApp, type ExternalClientApp } from './oauth/external-client-app.ts';
import { createGrantStore } from './oauth/grant-store.ts';
import { createInFlightRefreshes } from './oauth/in-flight-refreshes.ts';
import { approveIntegrationUser, type OAuthContext } from './oauth/oauth-context.ts';
import { requireLoopbackHost } from './oauth/org-url.ts';
import { createSigningKey } from './oauth/signing-key.ts';
import { sendMessagePage } from './pages/message-page.ts';
import { sendStartPage } from './pages/start-page.ts';
import { createCallCounter } from './panel/call-counter.ts';
import { createPanel } from './panel/create-panel.ts';
import { createFaults } from './panel/faults.ts';
import { createSettings, type Settings } from './panel/settings.ts';
import { createRestApi } from './rest/create-rest-api.ts';
import { createSoapApi } from './soap/create-soap-api.ts';

export interface OrgOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly settings?: Partial<Settings>;
  /** Exact, or with `:*` for any port; default: `/auth/callback` of any local server. */
  readonly redirectUris?: readonly string[];
  /** The records at the start and after each reset. */
  readonly createData?: () => OrgData;
  /** Told of errors that are the org's own. */
  readonly log?: (error: unknown) => void;
}

/** A running embedded org. */
export interface Org {
  readonly url: string;
  readonly port: number;
  readonly app: ExternalClientApp;
  /** The records as they are now. */
  data(): OrgData;
  /** Data, tokens, settings, faults and counters as at the start; the app stays. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Starts an embedded org on loopback.
 *
 * @example
 * const org = await createOrg({ settings: { rotateRefreshTokens: true } });
 * await fetch(`${org.url}/.well-known/openid-configuration`);
 * await org.close();
 */
export async function createOrg(options: OrgOptions = {}): Promise<Org> {
  const clock = options.clock ?? Date.now;
  const createData = options.createData ?? createDailyData(clock);
  const settings = createSettings(options.settings);
  const faults = createFaults();
  const calls = createCallCounter();
  let data = createData();
  let apiCalls = 0;
  const context: OAuthContext = {
    app: createExternalClientApp(options.redirectUris, new Date(clock())),
    key: await createSigningKey(),
    grants: createGrantStore({
      organizationId: () => data.organizationId,
      lifetimes: settings.current,
      clock,
    }),
    approvals: createApprovalStore(),
    sessions: createBrowserSessions({
      clock,
      seconds: () => settings.current().browserSessionSeconds,
    }),
    data: () => data,
    settings: settings.current,
    clock,
  };
  const oauth = createOAuth(context);
  approveIntegrationUser(context);

  function reset(): void {
    data = createData();
    apiCalls = 0;
    for (const part of [context.grants, context.approvals, context.sessions]) part.reset();
    for (const part of [oauth, settings, faults, calls]) part.reset();
    approveIntegrationUser(context);
  }

  const app = express().disable('x-powered-by').set('etag', false);
  app.use(requireLoopbackHost);
  app.use('/__org__', createPanel({ context, settings, faults, calls, reset }));
  app.use(express.text({ type: 'application/x-www-form-urlencoded', limit: '64kb' }));
  app.use(calls.middleware);
  app.use('/services/oauth2/token', createInFlightRefreshes());
  app.use(faults.middleware);
  app.use(oauth.router);
  app.use(createSoapApi(context));
  app.use(
    createRestApi({
      data: () => data,
      authenticate: (authorization) => authenticateForRest(context, authorization),
      usage: {
        used: () => apiCalls,
        limit: () => settings.current().dailyApiLimit,
        count(calls) {
          apiCalls += calls;
        },
      },
    }),
  );
  app.get('/org.css', (_req, res) =>
    res.sendFile(fileURLToPath(new URL('./pages/org.css', import.meta.url))),
  );
  app.get('/', (_req, res) => sendStartPage(res, data.organizationName));
  app.use((_req, res) =>
    sendMessagePage(res, {
      status: 404,
      organizationName: data.organizationName,
      title: 'There is nothing here',
      message: 'The embedded org has no such page.',
    }),
  );
  app.use(sendOAuthError);
  app.use(createLastResort(options.log));

  const server = await listenOnLoopback(app, options.port ?? 0);
  const { port, close } = server;
  return {
    ...{ port, close, reset },
    url: `http://127.0.0.1:${port}`,
    app: context.app,
    data: () => data,
  };
}

/** Four parameters, or Express would not take it for an error handler. */
function createLastResort(log: (error: unknown) => void = () => {}) {
  return function lastResort(error: unknown, _req: Request, res: Response, next: NextFunction) {
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (status >= 500) log(error);
    if (res.headersSent) next(error);
    else res.status(status).type('text/plain').send('The embedded org could not answer.\n');
  };
}
