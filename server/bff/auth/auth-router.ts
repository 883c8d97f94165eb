import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { jsonBody } from '../middleware/json-body.ts';
import { onlyMethods } from '../middleware/methods.ts';
import { Problem } from '../problem.ts';
import { pageStyle } from './page-style.ts';
import type { ShowRefusal } from './show-refusal.ts';
import type { StandingApprovalHandlers } from './standing-approval.ts';

export interface AuthHandlers {
  readonly csrf: RequestHandler;
  /** How often each may set out to sign in, come back, and ask for anything else here. */
  readonly limits: {
    readonly signIn: RequestHandler;
    readonly comingBack: RequestHandler;
    readonly api: RequestHandler[];
  };
  readonly showRefusal: ShowRefusal;
  readonly expressSession: RequestHandler;
  readonly login: RequestHandler;
  readonly callback: RequestHandler;
  readonly session: RequestHandler;
  readonly extendSession: RequestHandler;
  readonly sessions: RequestHandler;
  readonly standingApproval: StandingApprovalHandlers;
  readonly logout: RequestHandler;
}

/** What is sent here takes three words of JSON. */
const readJson = jsonBody(4_096);

/** Every address under `/auth`. */
export const authPaths = [
  '/login',
  '/callback',
  '/session',
  '/sessions',
  '/page.css',
  '/standing-approval',
  '/session/extend',
  '/logout',
] as const;

type AuthPath = (typeof authPaths)[number];

/** What is under `/auth`, address by address. */
export function createAuthRouter(handlers: AuthHandlers): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use((_request, response, next) => {
    // Redirects too: they carry states, and an old answer to "who am I" is a wrong one.
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  const get = (path: AuthPath, ...steps: RequestHandler[]) =>
    router
      .route(path)
      // Express would run the same steps for HEAD, and they change things.
      .head(onlyMethods('GET'))
      .get(...steps)
      .all(onlyMethods('GET'));

  const post = (path: AuthPath, handler: RequestHandler) =>
    router.route(path).post(handlers.csrf, readJson, handler).all(onlyMethods('POST'));

  // Somebody in front of a browser waits for a page, also for this one.
  const showTooMany: ErrorRequestHandler = (error, request, response, _next) =>
    handlers.showRefusal(error, '/', request, response);
  router.use('/login', handlers.limits.signIn, showTooMany);
  router.use('/callback', handlers.limits.comingBack, showTooMany);
  get('/login', handlers.login);
  get('/callback', handlers.expressSession, handlers.callback);
  router.use(handlers.limits.api);
  get('/session', handlers.session);
  get('/sessions', handlers.sessions);
  get('/page.css', pageStyle);
  router
    .route('/standing-approval' satisfies AuthPath)
    .head(onlyMethods('GET', 'POST'))
    .get(handlers.standingApproval.read)
    .post(handlers.csrf, readJson, handlers.standingApproval.write)
    .all(onlyMethods('GET', 'POST'));
  post('/session/extend', handlers.extendSession);
  post('/logout', handlers.logout);
  router.use(() => {
    throw new Problem('not_found', 'There is no such address.');
  });
  return router;
}
