import express from 'express';
import { createViewer } from '../data/access/viewer.ts';
import { ApiError } from '../data/api-error.ts';
import type { OrgData, OrgUser } from '../data/org-data.ts';
import { pathParameter } from './rest-call.ts';
import { allowedMethods, type Endpoint, restEndpoints } from './rest-endpoints.ts';
import { sendError, sendJson } from './send-json.ts';
import { listVersions, parseVersion, resourceNotFound } from './versions.ts';

export interface RestApiOptions {
  /** The org's present data: a reset replaces it. */
  data(): OrgData;
  authenticate(
    authorizationHeader: string | undefined,
  ): { user: OrgUser } | 'invalid' | 'not_for_rest';
  /** For `Sforce-Limit-Info` and the daily limit. */
  apiUsage(): { used: number; limit: number };
}

const sessionErrors = {
  // Seen, both; the second is for tokens without the scope `api`, which no refresh helps.
  invalid: 'Session expired or invalid',
  not_for_rest: 'This session is not valid for use with the REST API',
} as const;

/**
 * Salesforce's REST API, to be mounted at the root of the org's app: it answers `/services/data`
 * and everything below.
 * @example app.use(createRestApi({ data, authenticate, apiUsage }))
 */
export function createRestApi(options: RestApiOptions): express.Router {
  /** Who calls, within the day's limit. */
  function admit(
    request: express.Request,
    response: express.Response,
    before: { used: number; limit: number },
  ): OrgUser {
    const session = options.authenticate(request.get('authorization'));
    if (session === 'invalid' || session === 'not_for_rest') {
      throw new ApiError(401, 'INVALID_SESSION_ID', sessionErrors[session]);
    }
    const { used, limit } = options.apiUsage();
    response.setHeader('Sforce-Limit-Info', `api-usage=${String(used)}/${String(limit)}`);
    if (before.used >= before.limit) {
      // Seen.
      throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    }
    return session.user;
  }

  function serve({ methods }: Endpoint): express.RequestHandler {
    return function serveEndpoint(request, response) {
      const version = parseVersion(pathParameter(request, 'version'));
      // Read before the call is counted: the one that reaches the limit is still answered.
      const usage = { ...options.apiUsage() };
      const user = admit(request, response, usage);
      const handler = methods[request.method === 'HEAD' ? 'GET' : request.method];
      if (handler === undefined) {
        // Seen.
        const allowed = allowedMethods(methods).join(',');
        response.setHeader('Allow', allowed);
        const message = `HTTP Method '${request.method}' not allowed. Allowed are ${allowed}`;
        throw new ApiError(405, 'METHOD_NOT_ALLOWED', message);
      }
      const data = options.data();
      const answer = handler({ data, viewer: createViewer(data, user), version, request });
      sendJson(response, answer.status, answer.body);
    };
  }

  /** Under a known version an unknown path still wants a session first (guessed). */
  const unknown: express.RequestHandler = (request, response) => {
    parseVersion(pathParameter(request, 'version'));
    admit(request, response, { ...options.apiUsage() });
    throw resourceNotFound();
  };

  const failed: express.ErrorRequestHandler = (error, _request, response, _next) => {
    if (error instanceof ApiError) {
      sendError(response, error);
      return;
    }
    if (error instanceof URIError) {
      sendError(response, resourceNotFound());
      return;
    }
    // A fault of the embedded org's own: shown, because nobody else will look for it.
    console.error(error);
    sendError(response, new ApiError(500, 'UNKNOWN_EXCEPTION', String(error)));
  };

  const api = express.Router();
  api.get('/', (_request, response) => {
    sendJson(response, 200, listVersions());
  });
  for (const endpoint of restEndpoints(options.apiUsage)) {
    api.all(`/:version${endpoint.path === '/' ? '' : endpoint.path}`, serve(endpoint));
  }
  api.all('/:version/*rest', unknown);
  api.use(() => {
    throw resourceNotFound();
  });
  api.use(failed);
  const router = express.Router();
  router.use('/services/data', api);
  return router;
}
