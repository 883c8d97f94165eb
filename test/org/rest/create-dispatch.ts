import type { Viewer } from '../data/access/viewer.ts';
import { ApiError } from '../data/api-error.ts';
import type { OrgData } from '../data/org-data.ts';
import { answerError } from './answer-error.ts';
import { createMatchPath } from './path-pattern.ts';
import type { RestAnswer, RestCall, RestHandler, RestRequest } from './rest-call.ts';
import { allowedMethods, type Endpoint } from './rest-endpoints.ts';
import { parseVersion, resourceNotFound } from './versions.ts';

interface Caller {
  readonly data: OrgData;
  readonly viewer: Viewer;
  readonly origin: string;
}

/** @throws {ApiError} what the resource, or the lack of one, answers */
export type Dispatch = (caller: Caller, request: RestRequest) => RestAnswer;

/** Seen. */
function methodNotAllowed(method: string, methods: Endpoint['methods']): RestAnswer {
  const allowed = allowedMethods(methods).join(',');
  const message = `HTTP Method '${method}' not allowed. Allowed are ${allowed}`;
  const error = new ApiError(405, 'METHOD_NOT_ALLOWED', message);
  return { ...answerError(error), headers: { Allow: allowed } };
}

/**
 * What an application sends is JSON but for the resources that take a file (the code is documented,
 * the wording a guess).
 * @throws {ApiError} UNSUPPORTED_MEDIA_TYPE
 */
function requireMediaType({ mediaType }: RestRequest, taken = 'application/json'): void {
  const given = mediaType?.split(';', 1)[0]?.trim().toLowerCase();
  if (given !== undefined && given !== taken) {
    const message = `Content-Type: ${mediaType ?? ''} is not supported`;
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', message);
  }
}

/** POST stands in for PATCH where a client cannot send it (documented). */
function methodOf({ method }: RestRequest, query: URLSearchParams): string {
  return method === 'POST' ? (query.get('_HttpMethod') ?? method) : method;
}

/** A request may call its method anything, and objects have more than their own. */
function handlerOf(methods: Endpoint['methods'], method: string): RestHandler | undefined {
  const name = method === 'HEAD' ? 'GET' : method;
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

/** Documented that it is refused; the code and the words are guesses. */
function notWithin(path: string): ApiError {
  const message = `The resource ${path} is not supported within another request`;
  return new ApiError(400, 'INVALID_INPUT', message);
}

/** Leads requests to the endpoint that their path names, those within composite ones included. */
export function createDispatch(endpoints: readonly Endpoint[]): Dispatch {
  const routes = endpoints.map((endpoint) => ({
    match: createMatchPath(endpoint.path),
    endpoint,
  }));

  function find(path: string) {
    for (const { match, endpoint } of routes) {
      const parameters = match(path);
      if (parameters !== undefined) return { parameters, endpoint };
    }
    throw resourceNotFound();
  }

  function lead(caller: Caller, request: RestRequest, isPart: boolean): RestAnswer {
    const { pathname, searchParams: query } = new URL(request.url, 'http://localhost');
    const [, segment = '', path = ''] = /^\/services\/data\/([^/]*)(.*)$/.exec(pathname) ?? [];
    const version = parseVersion(segment);
    const { parameters, endpoint } = find(path);
    const { methods, alone = false } = endpoint;
    if (isPart && alone) throw notWithin(path);
    requireMediaType(request, endpoint.takes);
    const method = methodOf(request, query);
    const handler = handlerOf(methods, method);
    if (handler === undefined) return methodNotAllowed(method, methods);
    const call: RestCall = {
      ...{ ...caller, ...request, version, parameters, query, method },
      within(inner) {
        try {
          return lead(caller, inner, true);
        } catch (error) {
          return answerError(error);
        }
      },
    };
    return handler(call);
  }

  return (caller, request) => lead(caller, request, false);
}
