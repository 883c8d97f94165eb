import type { NextFunction, Request, Response } from 'express';

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * The origin under which the org was asked: issuer, instance URL and links are of this host. It is
 * https where a proxy in front ends TLS and says so (`X-Forwarded-Proto`).
 */
export function orgUrl(req: Request): string {
  return `${req.protocol}://${(req.headers.host ?? '').toLowerCase()}`;
}

/**
 * Refuses any other name than a loopback one, so that no web page can reach the org by a name of
 * its own that resolves to 127.0.0.1 (DNS rebinding).
 */
export function requireLoopbackHost(req: Request, res: Response, next: NextFunction): void {
  if (loopbackHost.test(req.headers.host ?? '')) {
    next();
    return;
  }
  res.status(400).type('text/plain').send('The embedded org answers under loopback names only.\n');
}

/** The identity URL: also the `sub` of ID tokens and of userinfo (P). */
export function identityUrl(req: Request, organizationId: string, userId: string): string {
  return `${orgUrl(req)}/id/${organizationId}/${userId}`;
}
