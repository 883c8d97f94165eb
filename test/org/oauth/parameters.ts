import type { Request } from 'express';
import { refusals } from './oauth-error.ts';

/** OAuth parameters by name; empty ones count as left out (RFC 6749 section 3.1). */
export type Parameters = ReadonlyMap<string, string>;

function collect(from: URLSearchParams): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of from) {
    if (found.has(name)) throw refusals.repeatedParameter(name);
    found.set(name, value);
  }
  for (const [name, value] of found) if (value === '') found.delete(name);
  return found;
}

/** @throws OAuthError `invalid_request` for a repeated parameter */
export function queryParameters(req: Request): Parameters {
  const [, query = ''] = req.originalUrl.split('?', 2);
  return collect(new URLSearchParams(query));
}

/**
 * The parameters of a form body, which the app's text parser has read; nothing for other types.
 *
 * @throws OAuthError `invalid_request` for a repeated parameter
 */
export function formParameters(req: Request): Parameters {
  return collect(new URLSearchParams(typeof req.body === 'string' ? req.body : ''));
}
