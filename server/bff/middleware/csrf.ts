import type { Request, RequestHandler } from 'express';
import { Problem } from '../problem.ts';

/**
 * Lets through only what a page of ours has sent.
 *
 * - `X-BFF: 1`: no form, link or image can send a header, and another site's script may not without
 *   our CORS permission, which nobody gets.
 * - `Sec-Fetch-Site`: browsers say themselves where a request comes from. Same-site is refused like
 *   cross-site: a neighbour under the same domain is not us.
 * - `Origin`, where a browser sends no Fetch Metadata.
 *
 * @param appUrl the public origin
 * @see https://www.rfc-editor.org/rfc/rfc10017
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function csrf(appUrl: URL): RequestHandler {
  return function csrfMiddleware(request, _response, next) {
    const reason = refusal(request, appUrl);
    if (reason !== undefined) throw new Problem('csrf_rejected', reason);
    next();
  };
}

function refusal(request: Request, appUrl: URL): string | undefined {
  if (request.headers['x-bff'] !== '1') return 'The header X-BFF: 1 is missing.';
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    return site === 'same-origin' || site === 'none'
      ? undefined
      : 'Only pages of this origin may ask.';
  }
  const { origin } = request.headers;
  return origin === undefined || origin === appUrl.origin
    ? undefined
    : 'Only pages of this origin may ask.';
}
