import type { Request, RequestHandler } from 'express';
import type { Logger } from '../logger.ts';
import type { Measure } from '../measure.ts';
import { Problem } from '../problem.ts';

export interface CsrfOptions {
  /** The public origin. */
  readonly appUrl: URL;
  readonly log: Logger;
  readonly measure: Measure;
}

/**
 * Lets through only what a page of ours has sent.
 *
 * - `X-BFF: 1`: no form, link or image can send a header, and another site's script may not without
 *   our CORS permission, which nobody gets.
 * - `Sec-Fetch-Site`: browsers say themselves where a request comes from. Same-site is refused like
 *   cross-site: a neighbour under the same domain is not us.
 * - `Origin`, where a browser sends no Fetch Metadata.
 *
 * @see https://www.rfc-editor.org/rfc/rfc10017
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function csrf({ appUrl, log, measure }: CsrfOptions): RequestHandler {
  return function csrfMiddleware(request, _response, next) {
    const reason = refusal(request, appUrl);
    if (reason !== undefined) {
      measure.csrfRefusal(reason);
      log.info({ event: 'csrf_refused', requestId: request.id, reason });
      throw new Problem('csrf_rejected', details[reason]);
    }
    next();
  };
}

const details = {
  header: 'The header X-BFF: 1 is missing.',
  site: 'Only pages of this origin may ask.',
  origin: 'Only pages of this origin may ask.',
} as const;

function refusal(request: Request, appUrl: URL): keyof typeof details | undefined {
  if (request.headers['x-bff'] !== '1') return 'header';
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    return site === 'same-origin' || site === 'none' ? undefined : 'site';
  }
  const { origin } = request.headers;
  return origin === undefined || origin === appUrl.origin ? undefined : 'origin';
}
