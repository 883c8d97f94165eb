import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** What no page of ours uses, so that nothing injected into one could. */
const permissions = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics']
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * The headers of every answer: nothing runs that did not come from this origin, nobody frames us, and
 * no text becomes markup by accident (Trusted Types). They are the same for all, so Helmet is asked once.
 *
 * @param options `https` is false for a loopback host on http alone: a browser told to use https there would find nobody
 */
export function securityHeaders({ https }: { readonly https: boolean }): RequestHandler {
  const headers = headersOf(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
          requireTrustedTypesFor: ["'script'"],
          trustedTypes: ["'none'"],
          ...(https && { upgradeInsecureRequests: [] }),
        },
      },
      strictTransportSecurity: https && { maxAge: 31_536_000, includeSubDomains: true },
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
      xXssProtection: false,
    }),
  ).set('permissions-policy', permissions);
  return function securityHeadersMiddleware(_request, response, next) {
    response.setHeaders(headers);
    next();
  };
}

/** @throws whatever the middleware hands on, such as a directive that is none */
function headersOf(middleware: ReturnType<typeof helmet>): Map<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  let isOver = false;
  middleware(request, response, (error?: unknown) => {
    if (error !== undefined) throw error;
    isOver = true;
  });
  if (!isOver) throw new TypeError('Helmet does not set its headers at once');
  return new Map(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
