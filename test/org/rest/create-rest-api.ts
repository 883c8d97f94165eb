import express from 'express';
import { createViewer } from '../data/access/viewer.ts';
import { ApiError } from '../data/api-error.ts';
import type { OrgData, OrgUser } from '../data/org-data.ts';
import { answerError } from './answer-error.ts';
import { type ApiUsage, countCall } from './api-usage.ts';
import { createDispatch } from './create-dispatch.ts';
import { readText } from './read-text.ts';
import { textBody } from './request-body.ts';
import type { RestRequest } from './rest-call.ts';
import { restEndpoints } from './rest-endpoints.ts';
import { sendAnswer } from './send-answer.ts';
import { listVersions, parseVersion, resourceNotFound } from './versions.ts';

export interface RestApiOptions {
  /** The org's present data: a reset replaces it. */
  data(): OrgData;
  authenticate(
    authorizationHeader: string | undefined,
  ): { user: OrgUser } | 'invalid' | 'not_for_rest';
  /** For `Sforce-Limit-Info` and the daily limit. */
  readonly usage: ApiUsage;
}

const sessionErrors = {
  // Seen, both; the second is for tokens without the scope `api`, which no refresh helps.
  invalid: 'Session expired or invalid',
  not_for_rest: 'This session is not valid for use with the REST API',
} as const;

const root = '/services/data';

function toRestRequest(request: express.Request, text: string): RestRequest {
  return {
    method: request.method,
    // Without what this is mounted under.
    url: request.originalUrl.slice(request.baseUrl.length - root.length),
    header: (name) => request.get(name),
    body: textBody(text),
    mediaType: text === '' ? undefined : (request.get('content-type') ?? 'none'),
  };
}

/**
 * Salesforce's REST API, to be mounted at the root of the org's app: it answers `/services/data`
 * and everything below.
 * @example app.use(createRestApi({ data, authenticate, usage }))
 */
export function createRestApi(options: RestApiOptions): express.Router {
  const dispatch = createDispatch(restEndpoints(options.usage));

  function identify(request: express.Request): OrgUser {
    const session = options.authenticate(request.get('authorization'));
    if (session === 'invalid' || session === 'not_for_rest') {
      throw new ApiError(401, 'INVALID_SESSION_ID', sessionErrors[session]);
    }
    return session.user;
  }

  function sayUsage(response: express.Response): void {
    const { used, limit } = options.usage;
    response.setHeader('Sforce-Limit-Info', `api-usage=${String(used())}/${String(limit())}`);
  }

  /**
   * Under a known version an unknown path still wants a session first (guessed). Nobody's body is
   * read before it is known who sends it.
   */
  async function serve(request: express.Request, response: express.Response): Promise<void> {
    parseVersion(String(request.params.version));
    const user = identify(request);
    try {
      countCall(options.usage);
      const text = await readText(request, response);
      const data = options.data();
      const origin = `${request.protocol}://${request.get('host') ?? ''}`;
      const caller = { data, viewer: createViewer(data, user), origin };
      const answer = dispatch(caller, toRestRequest(request, text));
      sayUsage(response);
      sendAnswer(response, answer);
    } catch (error) {
      sayUsage(response);
      throw error;
    }
  }

  const failed: express.ErrorRequestHandler = (error, _request, response, _next) => {
    try {
      sendAnswer(response, answerError(error));
    } catch {
      // A fault of the embedded org's own: shown, because nobody else will look for it.
      console.error(error);
      sendAnswer(response, answerError(new ApiError(500, 'UNKNOWN_EXCEPTION', String(error))));
    }
  };

  const api = express.Router();
  api.get('/', (_request, response) => {
    sendAnswer(response, { status: 200, body: listVersions() });
  });
  api.all(['/:version', '/:version/*rest'], serve);
  api.use(() => {
    throw resourceNotFound();
  });
  api.use(failed);
  const router = express.Router();
  router.use(root, api);
  return router;
}
