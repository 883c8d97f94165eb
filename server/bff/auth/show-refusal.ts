import type { Request, Response } from 'express';
import type { Logger } from '../logger.ts';
import type { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal, type Refusal } from '../salesforce/refusals.ts';

/** Answers a failed sign-in with a page, and tells the log what to do about it. */
export type ShowRefusal = (
  failure: OAuthFailure,
  returnTo: string,
  request: Request,
  response: Response,
) => void;

export function createShowRefusal(log: Logger): ShowRefusal {
  return function showRefusal(failure, returnTo, request, response) {
    const refusal = explainRefusal(failure, 'sign_in');
    log.warn({
      event: 'sign_in_refused',
      requestId: request.id,
      code: refusal.code,
      error: failure.error,
      description: failure.description,
      remedy: refusal.operator,
    });
    response
      .status(refusal.status)
      .type('html')
      .send(page(refusal, returnTo, request.id));
  };
}

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
