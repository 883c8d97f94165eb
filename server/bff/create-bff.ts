import { randomBytes } from 'node:crypto';
import express, { type Router } from 'express';
import expressSession from 'express-session';
import { apiHandler } from './api/api-handler.ts';
import { sendJson } from './api/respond.ts';
import { createAuthRouter } from './auth/auth-router.ts';
import { callback } from './auth/callback.ts';
import { login } from './auth/login.ts';
import { logout } from './auth/logout.ts';
import { ownSessions, session } from './auth/session.ts';
import { createShowRefusal } from './auth/show-refusal.ts';
import { createSignInAttempts } from './auth/sign-in-attempt.ts';
import type { Logger } from './logger.ts';
import { csrf } from './middleware/csrf.ts';
import { errorHandler } from './middleware/error-handler.ts';
import { onlyMethods } from './middleware/methods.ts';
import { requestId } from './middleware/request-id.ts';
import { requestLog } from './middleware/request-log.ts';
import type { Routes } from './route.ts';
import { createAuthorizationServer } from './salesforce/authorization-server.ts';
import type { ClientAuthentication } from './salesforce/client-authentication.ts';
import {
  createMintIntegrationGrant,
  type IntegrationFlow,
} from './salesforce/mint-integration-grant.ts';
import { createOAuthClient } from './salesforce/oauth-client.ts';
import { createSalesforceAgent } from './salesforce/transport.ts';
import { ExpressSessionStore } from './session/express-session-store.ts';
import { createGrants } from './session/grants.ts';
import { createMemorySessionStore } from './session/memory-session-store.ts';
import { createMemoryVault } from './session/memory-vault.ts';
import { createSealer } from './session/seal.ts';
import { createSessionCookie } from './session/session-cookie.ts';
import { createSessions } from './session/sessions.ts';
import { createSignOut } from './session/sign-out.ts';
import { createIntegrationSource } from './sources/integration.ts';
import { createIntegrationGrants } from './sources/integration-grants.ts';
import { createLiveSource } from './sources/live.ts';

export interface BffOptions {
  /** What the browser may ask for: nothing else exists. */
  readonly routes: Routes;
  /** The public origin that browsers see. http is for loopback hosts only. */
  readonly appUrl: URL;
  readonly salesforce: {
    /** `https://login.salesforce.com`, `https://test.salesforce.com`, a My Domain or an Experience Cloud site. */
    readonly loginUrl: URL;
    /** The consumer key of the External Client App. */
    readonly clientId: string;
    /** How the server proves to be that app. */
    readonly clientAuthentication: ClientAuthentication;
    /** How public routes get at their data; absent: they answer `not_configured`. */
    readonly integration?: IntegrationFlow | undefined;
    /** For example `66.0`. */
    readonly apiVersion: string;
    /** Only this organization's users may sign in. */
    readonly organizationId?: string | undefined;
    /** Whether signing out also ends the browser's Salesforce session. Default true. */
    readonly signOut?: boolean;
  };
  readonly session: {
    /** 32 bytes or more each; the first signs and encrypts, all verify and decrypt. */
    readonly secrets: readonly string[];
    /** Default 30. */
    readonly idleMinutes?: number;
    /** Default 12. */
    readonly maxHours?: number;
  };
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Sessions one person may have at once. */
const sessionsPerUser = 50;
/** Sessions one process keeps in memory: about 100 MB. */
const sessionsInMemory = 100_000;

/**
 * The backend-for-frontend as one Express router, to be mounted at the root of an application:
 * `/auth/*`, `/api/*`, `/healthz` and `/readyz`. Every other request passes through, with its id.
 *
 * Behind a proxy, set Express's `trust proxy` to how many there are: a secure cookie is only sent over
 * what Express takes for https.
 *
 * @throws {TypeError} when an option is missing or out of bounds
 * @example
 * const app = express().set('trust proxy', 1);
 * app.use(createBff({ routes, appUrl, salesforce, session: { secrets }, log: pino() }));
 */
export function createBff(options: BffOptions): Router {
  const { routes, appUrl, salesforce, log, clock = Date.now } = options;
  checkOptions(options);
  const secure = appUrl.protocol === 'https:';
  const { secrets } = options.session;
  const lifetimeMs = (options.session.maxHours ?? 12) * 3_600_000;
  const idleMs = (options.session.idleMinutes ?? 30) * 60_000;

  const callbackUrl = new URL('/auth/callback', appUrl);
  const server = createAuthorizationServer(salesforce);
  const oauth = createOAuthClient({ server, loginUrl: salesforce.loginUrl, callbackUrl });
  const vault = createMemoryVault({ lifetimeMs }, clock);
  const store = createMemorySessionStore({ maxSessions: sessionsInMemory, lifetimeMs }, clock);
  const cookie = createSessionCookie({ secrets, secure });
  const sessions = createSessions(
    store,
    cookie,
    { idleMs, lifetimeMs, perUser: sessionsPerUser },
    clock,
  );
  const signOut = createSignOut({ sessions, vault, oauth, log });
  const attempts = createSignInAttempts(
    createSealer(secrets, 'sign-in attempt'),
    { secure },
    clock,
  );
  const connecting = { apiVersion: salesforce.apiVersion, dispatcher: createSalesforceAgent() };
  const live = createLiveSource({ grants: createGrants({ vault, oauth, log }), ...connecting });
  const { integration: flow } = salesforce;
  const integration = createIntegrationSource({
    grants:
      flow &&
      createIntegrationGrants({
        mint: createMintIntegrationGrant({ ...salesforce, integration: flow }, clock),
        log,
        clock,
      }),
    ...connecting,
  });
  const ownPagesOnly = csrf(appUrl);
  const showRefusal = createShowRefusal(log);
  const { organizationId } = salesforce;

  const auth = createAuthRouter({
    csrf: ownPagesOnly,
    expressSession: expressSession({
      name: cookie.name,
      secret: [...cookie.signatureKeys],
      store: new ExpressSessionStore(sessions),
      genid: () => randomBytes(32).toString('base64url'),
      resave: false,
      saveUninitialized: false,
      cookie: { path: '/', httpOnly: true, secure, sameSite: 'strict' },
    }),
    login: login({ appUrl, oauth, attempts, cookie, showRefusal }),
    callback: callback({
      callbackUrl,
      oauth,
      attempts,
      signOut,
      vault,
      organizationId,
      log,
      clock,
      showRefusal,
    }),
    session: session(sessions),
    sessions: ownSessions(sessions),
    logout: logout({
      appUrl,
      oauth,
      sessions,
      signOut,
      cookie,
      signOutOfSalesforce: salesforce.signOut ?? true,
      log,
    }),
  });

  // The order of security: nothing below a line runs before what is above it has let it through.
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use(requestId());
  router.use(requestLog(log));
  router
    .route(['/healthz', '/readyz'])
    .get((_request, response) => sendJson(response, 200, { status: 'ok' }))
    .all(onlyMethods('GET', 'HEAD'));
  router.use('/auth', auth);
  router.use('/api', ownPagesOnly);
  router.use('/api', apiHandler({ routes, sessions, live, integration }));
  router.use(errorHandler(log));
  return router;
}

function checkOptions({ appUrl, session: { secrets } }: BffOptions): void {
  const onLoopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(appUrl.hostname);
  if (appUrl.protocol !== 'https:' && !(appUrl.protocol === 'http:' && onLoopback)) {
    throw new TypeError(`appUrl must be https, or http on a loopback host, not ${appUrl.origin}`);
  }
  if (secrets.length === 0 || secrets.some((secret) => Buffer.byteLength(secret) < 32)) {
    throw new TypeError('session.secrets must hold at least one secret, each of 32 bytes or more');
  }
}
