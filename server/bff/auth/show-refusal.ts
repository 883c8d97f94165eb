import type { Request, Response } from 'express';
import type { Logger } from '../logger.ts';
import { type OAuthFailure, oauthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal, type Refusal, salesforceAway } from '../salesforce/refusals.ts';

/** Answers a failed sign-in with a page, and tells the log what to do about it. */
export type ShowRefusal = (
  error: unknown,
  returnTo: string,
  request: Request,
  response: Response,
) => void;

export function createShowRefusal(log: Logger): ShowRefusal {
  return function showRefusal(error, returnTo, request, response) {
    const failure = oauthFailure(error);
    const refusal = isAway(failure)
      ? salesforceAway
      : explainRefusal(failure.error, failure.description);
    log.warn({
      event: 'sign_in_refused',
      requestId: request.id,
      code: refusal.code,
      // The client library's own codes are long words, and nobody's token.
      error: /^OAUTH_[A-Z_]+$/.test(failure.error) ? failure.error : quotable(failure.error),
      description: quotable(failure.description),
      remedy: refusal.operator,
    });
    response
      .status(refusal.status)
      .type('html')
      .send(page(refusal, returnTo, request.id));
  };
}

/** No answer, too late an answer, or one that says to come back later. */
function isAway({ outcome, error, description }: OAuthFailure): boolean {
  if (/^(OAUTH_TIMEOUT|OAUTH_ABORT|server_error|temporarily_unavailable)$/.test(error)) return true;
  return error.startsWith('OAUTH_') ? /^HTTP 5/.test(description) : outcome !== 'refused';
}

/** What another server wrote goes into the log shortened, and never with anything that could be a token in it. */
const quotable = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]/g, ' ')
    .replace(/\S{30,}/g, '…')
    .slice(0, 200);

/** A page without scripts, styled by `/auth/page.css`: it must work when the application itself does not. */
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
