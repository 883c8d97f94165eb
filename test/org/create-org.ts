import { fileURLToPath } from 'node:url';
import express, { type NextFunction, type Request, type Response } from 'express';
import { createDailyData } from './data/daily-data.ts';
import type { OrgData } from './data/org-data.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { createAppRegistry } from './oauth/app-registry.ts';
import { createApprovalStore } from './oauth/approval-store.ts';
import { authenticateForRest } from './oauth/bearer-token.ts';
import { createBrowserSessions } from './oauth/browser-sessions.ts';
import { createOAuth, sendOAuthError } from './oauth/create-oauth.ts';
import { createGrantStore } from './oauth/grant-store.ts';
import { createInFlightRefreshes } from './oauth/in-flight-refreshes.ts';
import { lifetimesOf } from './oauth/lifetimes.ts';
import { approveIntegrationUser, type OAuthContext } from './oauth/oauth-context.ts';
import { requireLoopbackHost } from './oauth/org-url.ts';
import { platformCliApp } from './oauth/platform-cli-app.ts';
import { createSigningKey } from './oauth/signing-key.ts';
import { createStorefrontApp, type StorefrontApp } from './oauth/storefront-app.ts';
import { sendMessagePage } from './pages/message-page.ts';
import { sendStartPage } from './pages/start-page.ts';
import { createCallCounter } from './panel/call-counter.ts';
import { createPanel } from './panel/create-panel.ts';
import { createFaults } from './panel/faults.ts';
import { createSettings, parseSettings, type Settings } from './panel/settings.ts';
import { type OrgTls, requireClientCertificate } from './require-client-certificate.ts';
import { createRestApi } from './rest/create-rest-api.ts';
import { createSoapApi } from './soap/create-soap-api.ts';

export interface OrgOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly settings?: Partial<Settings>;
  /** Of the storefront app; exact, or with `:*` for any port; default: `/auth/callback` of any local server. */
  readonly redirectUris?: readonly string[];
  /** The records at the start and after each reset. */
  readonly createData?: () => OrgData;
  /** Speaks TLS, and demands certificates of applications; absent: http. */
  readonly tls?: OrgTls;
  /** Told of errors that are the org's own. */
  readonly log?: (error: unknown) => void;
}

/** A running embedded org. */
export interface Org {
  readonly url: string;
  readonly port: number;
  /** The storefront app as it is now. */
  readonly app: StorefrontApp;
  /** The records as they are now. */
  data(): OrgData;
  /** Data, apps, tokens, settings, faults and counters as at the start; the secrets stay. */
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
  const given = parseSettings(options.settings ?? {});
  const settings = createSettings(given.org);
  const { clock: machineClock = Date.now } = options;
  const clock = () => machineClock() + settings.current().clockAheadSeconds * 1_000;
  const createData = options.createData ?? createDailyData(clock);
  const faults = createFaults();
  const calls = createCallCounter();
  let data = createData();
  let apiCalls = 0;
  let resets = 0;
  const { privateKey, ...storefront } = createStorefrontApp({
    redirectUris: options.redirectUris,
    policies: given.storefront,
    now: new Date(clock()),
  });
  const apps = createAppRegistry([storefront, platformCliApp]);
  const storefrontNow = () => {
    const { clientId, clientSecret } = storefront;
    return { ...storefront, ...apps.find(clientId), clientSecret, privateKey };
  };
  const context: OAuthContext = {
    apps,
    key: await createSigningKey(),
    grants: createGrantStore({
      organizationId: () => data.organizationId,
      lifetimes: (clientId) => lifetimesOf(apps, settings.current(), clientId),
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
  approveIntegrationUser(context, storefront);

  function reset(): void {
    data = createData();
    apiCalls = 0;
    resets += 1;
    for (const part of [apps, context.grants, context.approvals, context.sessions]) part.reset();
    for (const part of [oauth, settings, faults, calls]) part.reset();
    approveIntegrationUser(context, storefront);
  }

  const app = express().disable('x-powered-by').set('etag', false).set('trust proxy', 'loopback');
  app.use(requireLoopbackHost);
  app.use((_req, res, next) => {
    res.set('Date', new Date(clock()).toUTCString());
    next();
  });
  app.use(
    '/__org__',
    createPanel({
      ...{ context, storefront: storefrontNow, settings, faults, calls, reset },
      resets: () => resets,
    }),
  );
  if (options.tls) app.use(requireClientCertificate);
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

  const server = await listenOnLoopback(app, options.port ?? 0, options.tls);
  const { port, close } = server;
  return {
    ...{ port, close, reset },
    url: options.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    get app() {
      return storefrontNow();
    },
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
