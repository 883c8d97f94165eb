import type { NextFunction, Request, Response } from 'express';

/**
 * Keeps web pages away from the panel: it knows the secrets, and a page on another site, another
 * port included, can send a browser here. Programs send neither header.
 */
export function requireSameOrigin(req: Request, res: Response, next: NextFunction): void {
  const site = req.headers['sec-fetch-site'];
  const { origin, host } = req.headers;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (foreignSite || (origin !== undefined && origin !== `http://${host}`)) {
    res.status(403).json({ error: 'the control panel does not answer other sites' });
    return;
  }
  // Forms of other sites cannot send this type without asking first (CORS preflight).
  if (req.method !== 'GET' && !req.is('application/json')) {
    res.status(415).json({ error: 'send application/json' });
    return;
  }
  next();
}
