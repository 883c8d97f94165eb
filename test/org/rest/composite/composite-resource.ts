import { ApiError } from '../../data/api-error.ts';
import { answerError } from '../answer-error.ts';
import { partOfBody } from '../request-body.ts';
import type { RestAnswer, RestCall } from '../rest-call.ts';
import { compositeBody, type Subrequest } from './composite-body.ts';
import { resolveReferences } from './references.ts';

/** Seen. */
const halted = answerError(
  new ApiError(
    400,
    'PROCESSING_HALTED',
    'The transaction was rolled back since another operation in the same transaction failed.',
  ),
);

/** Documented, which resources a composite request may ask; the answer to others is a guess. */
const supported = /^\/services\/data\/v[\d.]+\/(?:sobjects|query|queryAll|composite\/sobjects)\b/;

function requireSupported(url: string): void {
  // The path that is meant: whatever a reference brings along, and without steps back.
  if (!supported.test(new URL(url, 'http://localhost').pathname)) {
    const message = `The resource ${url} is not supported in a composite request`;
    throw new ApiError(400, 'INVALID_INPUT', message);
  }
}

function run(
  call: RestCall,
  { method, url, headers, body }: Subrequest,
  answers: ReadonlyMap<string, unknown>,
  allOrNone: boolean,
): RestAnswer {
  try {
    const resolve = (value: unknown) => resolveReferences(value, answers, call.version);
    const resolved = String(resolve(url));
    requireSupported(resolved);
    return call.within({
      method,
      allOrNone,
      url: resolved,
      header: (name) => headers.get(name.toLowerCase()),
      body: body === undefined ? partOfBody(call.body, {}) : partOfBody(call.body, resolve(body)),
    });
  } catch (error) {
    return answerError(error);
  }
}

function toJson({ referenceId }: Subrequest, { status, body = null, headers = {} }: RestAnswer) {
  return { body, httpHeaders: headers, httpStatusCode: status, referenceId };
}

function hasFailed({ status, rolledBack = false }: RestAnswer): boolean {
  return status >= 400 || rolledBack;
}

/** Runs the parts in their order; with `allOrNone` as far as the first that fails. */
function runAll(
  call: RestCall,
  requests: readonly Subrequest[],
  allOrNone: boolean,
): readonly RestAnswer[] {
  const bodies = new Map<string, unknown>();
  const answers: RestAnswer[] = [];
  for (const request of requests) {
    const answer = run(call, request, bodies, allOrNone);
    bodies.set(request.referenceId, answer.body);
    answers.push(answer);
    if (allOrNone && hasFailed(answer)) break;
  }
  return answers;
}

/**
 * `POST /composite`: requests one after the other, later ones with what earlier ones answered; one
 * call of the day's limit. With `allOrNone` a failure takes everything back, and all but the
 * request that failed say so (documented).
 */
export function compositeResource(call: RestCall): RestAnswer {
  const { allOrNone, requests } = compositeBody(call);
  const isKept = (answers: readonly RestAnswer[]) => !allOrNone || !answers.some(hasFailed);
  const answers = call.data.journal.attempt(() => runAll(call, requests, allOrNone), isKept);
  const compositeResponse = requests.map((request, index) => {
    const answer = answers[index];
    const isShown = answer !== undefined && (isKept(answers) || hasFailed(answer));
    return toJson(request, isShown ? answer : halted);
  });
  return { status: 200, body: { compositeResponse } };
}

/** `GET /composite`: the resources of this kind, without `graph`, which the org has not. */
export function compositeListResource({ version }: RestCall): RestAnswer {
  const names = ['tree', 'batch', 'sobjects'];
  const base = `/services/data/v${version}/composite`;
  return { status: 200, body: Object.fromEntries(names.map((name) => [name, `${base}/${name}`])) };
}
