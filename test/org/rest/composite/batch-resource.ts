import { ApiError } from '../../data/api-error.ts';
import type { JsonObject } from '../../data/writes/read-record.ts';
import { answerError } from '../answer-error.ts';
import { type ApiUsage, countCall } from '../api-usage.ts';
import { objectIn, partOfBody } from '../request-body.ts';
import type { RestAnswer, RestCall, RestHandler } from '../rest-call.ts';
import { objectsIn } from './collection-body.ts';
import { flagIn } from './flag-in.ts';
import { mostSubrequests } from './most-subrequests.ts';

/** The status and the code are documented. */
const halted = answerError(
  new ApiError(412, 'BATCH_PROCESSING_HALTED', 'Batch processing halted per request'),
);

function run(call: RestCall, { method, url, richInput = {} }: JsonObject): RestAnswer {
  return call.within({
    method: String(method),
    // Documented: below /services/data, which may be left out.
    url: `/services/data/${String(url).replace(/^\/?(?:services\/data\/)?/, '')}`,
    header: () => undefined,
    body: partOfBody(call.body, richInput),
  });
}

/** The first is counted with the batch itself; without a call left none is made (guessed). */
function runWithin(usage: ApiUsage, isCounted: boolean, work: () => RestAnswer): RestAnswer {
  try {
    if (!isCounted) countCall(usage);
    return work();
  } catch (error) {
    return answerError(error);
  }
}

/**
 * `POST /composite/batch`: requests that know nothing of one another; each counts against the
 * day's limit, and what one has done stays done (documented).
 */
export function batchResource(usage: ApiUsage): RestHandler {
  return function batch(call) {
    const body = objectIn(call.body);
    const requests = objectsIn(body, 'batchRequests');
    if (requests.length > mostSubrequests) {
      // The code and the wording are guesses.
      const message = `The request can contain at most ${String(mostSubrequests)} subrequests`;
      throw new ApiError(400, 'LIMIT_EXCEEDED', message);
    }
    const haltOnError = flagIn(call.body, body, 'haltOnError');
    let hasErrors = false;
    const results = requests.map((request, index) => {
      const isCounted = index === 0;
      const answer =
        hasErrors && haltOnError ? halted : runWithin(usage, isCounted, () => run(call, request));
      hasErrors ||= answer.status >= 400;
      return { statusCode: answer.status, result: answer.body ?? null };
    });
    return { status: 200, body: { hasErrors, results } };
  };
}
