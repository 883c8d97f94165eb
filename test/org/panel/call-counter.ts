import type { NextFunction, Request, Response } from 'express';

/** Counts what applications ask for, answered or not, faults included. */
export interface CallCounter {
  counts(): Record<string, number>;
  reset(): void;
  middleware(req: Request, res: Response, next: NextFunction): void;
}

/** Names are partly the caller's: nobody shall fill the memory with them. */
const limit = 1000;

export function createCallCounter(): CallCounter {
  let calls = new Map<string, number>();
  return {
    counts: () => Object.fromEntries(calls),
    reset() {
      calls = new Map();
    },
    middleware(req, _res, next) {
      const name = nameOfCall(req.method, req.path, req.body);
      const isRoom = name !== undefined && (calls.has(name) || calls.size < limit);
      if (isRoom) calls.set(name, (calls.get(name) ?? 0) + 1);
      next();
    },
  };
}

/**
 * `token:refresh_token`, `POST /revoke`, `GET /query`: OAuth endpoints and REST resources by
 * their last name, so that a test need not know API versions. The org's own pages count as nothing.
 */
function nameOfCall(method: string, path: string, body: unknown): string | undefined {
  if (path === '/services/oauth2/token' && method === 'POST') {
    const grantType = new URLSearchParams(typeof body === 'string' ? body : '').get('grant_type');
    return `token:${grantType?.split(':').at(-1)?.slice(0, 40) || 'none'}`;
  }
  const [, oauth] = /^\/services\/oauth2\/([\w-]+)$/.exec(path) ?? [];
  if (oauth !== undefined) return `${method} /${oauth}`;
  const [, resource] = /^\/services\/data\/v[\d.]+\/([\w-]+)/.exec(path) ?? [];
  if (resource !== undefined) return `${method} /${resource}`;
  if (path.startsWith('/services/data')) return `${method} /services/data`;
  if (path.startsWith('/services/Soap/')) return `${method} /Soap`;
  if (path === '/.well-known/openid-configuration') return `${method} /openid-configuration`;
  if (path === '/services/auth/idp/oidc/logout') return `${method} /logout`;
  if (path === '/id/keys') return `${method} /id/keys`;
  return path.startsWith('/id/') ? `${method} /id` : undefined;
}
