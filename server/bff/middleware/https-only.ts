import type { Request, RequestHandler } from 'express';
import { Problem } from '../problem.ts';

/**
 * Sends whoever came by http to the same address by https, if that is how the application is reached.
 *
 * Only what is read is redirected. What another method carries has been in the clear already: a redirect
 * would hide that, and the client would go on so.
 *
 * @param appUrl the public origin: always its host, whatever the request says
 * @see https://devcenter.heroku.com/articles/http-routing#heroku-headers
 */
export function httpsOnly(appUrl: URL): RequestHandler {
  const isHttps = appUrl.protocol === 'https:';
  return function httpsOnlyMiddleware(request, response, next) {
    if (!isHttps || !cameByHttp(request)) {
      next();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new Problem(
        'forbidden',
        'Only https is answered here. What was sent came in the clear.',
      );
    }
    // Put behind a whole origin, no path can name another host. (An absolute address or `*` is no path.)
    const path = request.originalUrl.startsWith('/') ? request.originalUrl : '/';
    // A cache that does not part the two would answer https with it too, for ever.
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(308, appUrl.origin + path);
  };
}

/**
 * Whether the proxy in front says so. Where it says nothing, a probe came without one, or one that leaves
 * the header out would get redirects for ever; so would one that says https and is not trusted.
 */
function cameByHttp(request: Request): boolean {
  const said = request.headers['x-forwarded-proto'];
  return !request.secure && typeof said === 'string' && /^\s*http\s*(?:,|$)/i.test(said);
}
