import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** What no page of ours uses, so that nothing injected into one could. */
const permissions = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics']
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * The headers of every answer: nothing runs that did not come from this origin, nobody frames us, and
 * no text becomes markup by accident (Trusted Types).
 *
 * @param options `https` is false for a loopback host on http alone: a browser told to use https there would find nobody
 */
export function securityHeaders({ https }: { readonly https: boolean }): RequestHandler[] {
  return [
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
    function permissionsPolicy(_request, response, next) {
      response.setHeader('Permissions-Policy', permissions);
      next();
    },
  ];
}
