import { ApiError } from '../../data/api-error.ts';
import { isJsonObject, type JsonObject } from '../../data/writes/read-record.ts';
import { objectIn } from '../request-body.ts';
import type { RestCall } from '../rest-call.ts';
import { malformedBody, objectsIn } from './collection-body.ts';
import { flagIn } from './flag-in.ts';
import { mostSubrequests } from './most-subrequests.ts';

export interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: unknown;
}

/** Documented. */
const mostQueriesAndCollections = 5;

const inherited = new Set(['accept', 'authorization', 'content-type']);

function headersIn(value: unknown): ReadonlyMap<string, string> {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  const headers = new Map(entries.map(([name, each]) => [name.toLowerCase(), String(each)]));
  const forbidden = [...headers.keys()].find((name) => inherited.has(name));
  if (forbidden !== undefined) {
    // Documented that the whole request fails; the wording is a guess.
    throw malformedBody(`Subrequests inherit the header ${forbidden}: it cannot be specified`);
  }
  return headers;
}

function referenceIdIn({ referenceId }: JsonObject, version: string): string {
  const text = String(referenceId ?? '');
  // Documented: from version 52 on one such name fails the whole request.
  const isWrong = !/^[A-Za-z0-9]\w*$/.test(text) && (text === '' || Number(version) >= 52);
  if (isWrong) {
    throw malformedBody(
      `Provided referenceId ('${text}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
    );
  }
  return text;
}

function subrequestIn(request: JsonObject, version: string): Subrequest {
  const { method, url, httpHeaders, body } = request;
  if (typeof url !== 'string' || !url.startsWith('/services/data/v')) {
    // Documented that it must; the wording is a guess.
    throw malformedBody('The URL of a subrequest must start with /services/data/vXX.X/');
  }
  return {
    method: String(method),
    url,
    referenceId: referenceIdIn(request, version),
    headers: headersIn(httpHeaders),
    body,
  };
}

/** @throws {ApiError} for more than 25, and for more than five queries and collections */
function requireWithinLimits(requests: readonly Subrequest[]): void {
  const costly = requests.filter(({ url }) =>
    /^\/services\/data\/v[\d.]+\/(?:query|queryAll|composite\/sobjects)\b/.test(url),
  );
  const isTooMuch = requests.length > mostSubrequests || costly.length > mostQueriesAndCollections;
  if (isTooMuch) {
    // The code and the wording are guesses.
    const message = `The request can contain at most ${String(mostSubrequests)} subrequests, of which at most ${String(mostQueriesAndCollections)} can be queries or collections`;
    throw new ApiError(400, 'LIMIT_EXCEEDED', message);
  }
}

/** `{ "allOrNone": …, "compositeRequest": […] }` (documented). */
export function compositeBody({ body, version }: RestCall) {
  const object = objectIn(body);
  const list = objectsIn(object, 'compositeRequest');
  const requests = list.map((request) => subrequestIn(request, version));
  requireWithinLimits(requests);
  const names = new Set(requests.map(({ referenceId }) => referenceId));
  if (names.size < requests.length) {
    // Guessed.
    throw malformedBody('The referenceIds of the subrequests must differ');
  }
  return { allOrNone: flagIn(body, object, 'allOrNone'), requests };
}
