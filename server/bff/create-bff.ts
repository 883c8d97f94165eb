import express, { type Router } from 'express';
import expressSession from 'express-session';
import { apiHandler } from './api/api-handler.ts';
import { sendJson } from './api/respond.ts';
import { createAuthRouter } from './auth/auth-router.ts';
import { callback } from './auth/callback.ts';
import { login } from './auth/login.ts';
import { logout } from './auth/logout.ts';
import { extendSession, ownSessions, session } from './auth/session.ts';
import { createShowRefusal } from './auth/show-refusal.ts';
import { attemptSeconds, createSignInAttempts } from './auth/sign-in-attempt.ts';
import { standingApproval } from './auth/standing-approval.ts';
import { createMemoryUsedStates, createRedisUsedStates } from './auth/used-states.ts';
import { type CoreOptions, createCore } from './create-core.ts';
import { createPublicSource } from './create-public-source.ts';
import { createRateLimits, type RateLimits } from './create-rate-limits.ts';
import { csrf } from './middleware/csrf.ts';
import { errorHandler } from './middleware/error-handler.ts';
import { httpsOnly } from './middleware/https-only.ts';
import { createMeasuredRequests } from './middleware/measured-requests.ts';
import { onlyMethods } from './middleware/methods.ts';
import { readiness } from './middleware/readiness.ts';
import { requestId } from './middleware/request-id.ts';
import { requestLog } from './middleware/request-log.ts';
import { createRouteNames } from './middleware/route-names.ts';
import type { Routes } from './routes/route.ts';
import { createCircuits } from './salesforce/circuits.ts';
import { createSalesforceAgent } from './salesforce/transport.ts';
import { ExpressSessionStore } from './session/express-session-store.ts';
import { createGrants } from './session/grants.ts';
import { createPseudonyms } from './session/pseudonyms.ts';
import { createSealer } from './session/seal.ts';
import { newSessionId } from './session/session-cookie.ts';
import { createLiveSource } from './sources/live.ts';
import type { ReplicaSource } from './sources/replica.ts';
import { createUserFactsSource } from './sources/user-facts.ts';

export interface BffOptions extends CoreOptions {
  /** What the browser may ask for: nothing else exists. */
  readonly routes: Routes;
  /** How many of the org's API calls all public routes of all processes may make in an hour. Default 1,000. */
  readonly publicCallsPerHour?: number;
  /** Where replicated data is read; absent: routes over it answer `not_configured`. */
  readonly replica?: ReplicaSource | undefined;
  readonly rateLimits?: RateLimits;
}

/**
 * The backend-for-frontend as one Express router, to be mounted at the root of an application:
 * `/auth/*`, `/api/*`, `/healthz` and `/readyz`. Every other request passes through, with its id; none
 * that came by http, where `appUrl` is https.
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
  const { routes, replica, appUrl, salesforce, log, clock = Date.now } = options;
  const { redis, secrets } = options.session;
  const core = createCore(options);
  const { oauth, vault, cookie, sessions, signOut, measure } = core;
  const { secure } = cookie;
  const usedStates = redis
    ? createRedisUsedStates(redis, attemptSeconds * 1_000)
    : createMemoryUsedStates();
  const attempts = createSignInAttempts(
    createSealer(secrets, 'sign-in attempt'),
    usedStates,
    { secure },
    clock,
  );
  const connecting = {
    usage: core.usage,
    circuits: createCircuits({ log, clock }),
    apiVersion: salesforce.apiVersion,
    dispatcher: createSalesforceAgent(salesforce.clientCertificate),
    calls: core.calls,
  };
  const grants = createGrants({ vault, oauth, log, background: core.background, measure });
  const live = createLiveSource({ grants, ...connecting });
  const measuredReplica: Pick<ReplicaSource, 'query'> | undefined = replica && {
    query: (statement) => core.calls.replica(() => replica.query(statement)),
  };
  const facts = createUserFactsSource({ grants, live, clock });
  const integration = createPublicSource(options, connecting, measure);
  const ownPagesOnly = csrf({ appUrl, log, measure });
  const showRefusal = createShowRefusal(log, measure);
  const limits = createRateLimits({ rateLimits: options.rateLimits, cookie, redis, clock });
  const { organizationId } = salesforce;

  const auth = createAuthRouter({
    csrf: ownPagesOnly,
    limits,
    showRefusal,
    expressSession: expressSession({
      name: cookie.name,
      secret: [...cookie.signatureKeys],
      store: new ExpressSessionStore(sessions),
      genid: newSessionId,
      resave: false,
      saveUninitialized: false,
      cookie: { path: '/', httpOnly: true, secure, sameSite: 'strict' },
    }),
    login: login({ appUrl, oauth, attempts, cookie, showRefusal }),
    callback: callback({
      callbackUrl: core.callbackUrl,
      oauth,
      attempts,
      sessions,
      signOut,
      vault,
      organizationId,
      log,
      measure,
      clock,
      showRefusal,
    }),
    session: session(sessions),
    extendSession: extendSession(sessions),
    sessions: ownSessions(sessions),
    standingApproval: standingApproval({ sessions, approvals: core.approvals, log, clock }),
    logout: logout({
      appUrl,
      oauth,
      sessions,
      signOut,
      cookie,
      signOutOfSalesforce: salesforce.signOut ?? true,
      log,
      measure,
    }),
  });

  // The order of security: nothing below a line runs before what is above it has let it through.
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use(requestId());
  router.use(
    requestLog({
      log,
      routeOf: createRouteNames(Object.keys(routes)),
      pseudonymOf: createPseudonyms(secrets),
      requests: createMeasuredRequests(),
    }),
  );
  router
    .route('/healthz')
    .get((_request, response) => sendJson(response, 200, { status: 'ok' }))
    .all(onlyMethods('GET', 'HEAD'));
  router.route('/readyz').get(readiness(redis)).all(onlyMethods('GET', 'HEAD'));
  router.use(httpsOnly(appUrl));
  router.use('/auth', auth);
  router.use('/api', ownPagesOnly, ...limits.api);
  router.use(
    '/api',
    apiHandler({ routes, sessions, live, integration, facts, replica: measuredReplica }),
  );
  router.use(errorHandler(log));
  return router;
}
