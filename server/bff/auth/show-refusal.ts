import type { Request, Response } from 'express';
import type { Logger } from '../logger.ts';
import type { Measure } from '../measure.ts';
import { Problem } from '../problem.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal, type Refusal } from '../salesforce/refusals.ts';

/**
 * Answers a failed sign-in with a page, and tells the log what to do about it.
 *
 * @throws what nobody has foreseen: counted as `internal`, and answered as every such error is
 */
export type ShowRefusal = (
  failure: unknown,
  returnTo: string,
  request: Request,
  response: Response,
) => void;

export function createShowRefusal(log: Logger, measure: Measure): ShowRefusal {
  return function showRefusal(failure, returnTo, request, response) {
    const refusal = refusalOf(failure);
    measure.signIn(refusal?.code ?? 'internal');
    if (refusal === undefined) {
      log.error({ event: 'sign_in_refused', requestId: request.id, code: 'internal' });
      throw failure;
    }
    log.warn({
      event: 'sign_in_refused',
      requestId: request.id,
      code: refusal.code,
      ...(failure instanceof OAuthFailure && {
        error: failure.error,
        description: failure.description,
      }),
      remedy: refusal.operator,
    });
    if (failure instanceof Problem) response.set(failure.headers);
    response
      .status(refusal.status)
      .type('html')
      .send(page(refusal, returnTo, request.id));
  };
}

/** Where the sessions are kept cannot be reached. */
const storeAway: Refusal = {
  code: 'store_unavailable',
  status: 503,
  person: 'The shop cannot sign anybody in at the moment. Please try again in a minute.',
  operator: 'Redis (REDIS_URL) does not answer: see the lines with "event":"store".',
};

/** Somebody, or a program of theirs, signs in again and again. */
const tooMany: Refusal = {
  code: 'rate_limited',
  status: 429,
  person: 'There were too many sign-ins from your network. Please try again in a minute.',
  operator: 'More sign-ins from one address than RATE_LIMIT_SIGN_IN: an office may share one.',
};

/** @returns undefined for what nobody has foreseen */
function refusalOf(failure: unknown): Refusal | undefined {
  if (failure instanceof OAuthFailure) return explainRefusal(failure, 'sign_in');
  if (failure instanceof Problem && failure.code === storeAway.code) return storeAway;
  if (failure instanceof Problem && failure.code === tooMany.code) return tooMany;
  return undefined;
}

/**
 * A page without scripts, styled by `/auth/page.css`: it must work when the application itself does not. Its
 * empty icon keeps browsers from asking the application for one.
 */
function page(refusal: Refusal, returnTo: string, requestId: string): string {
  const again = `/auth/login?returnTo=${encodeURIComponent(returnTo)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>You are not signed in</title>
<link rel="stylesheet" href="/auth/page.css">
<link rel="icon" href="data:,">
</head>
<body>
<main>
<h1>You are not signed in</h1>
<p>${refusal.person}</p>
<p class="actions"><a class="primary" href="${again}">Try again</a> <a href="/">Go to the start page</a></p>
<p class="reference">Code ${refusal.code} · Reference ${requestId}</p>
</main>
</body>
</html>
`;
}
