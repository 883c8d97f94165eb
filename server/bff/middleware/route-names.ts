import { authPaths } from '../auth/auth-router.ts';

/**
 * Names what a request is for, in the log and in what is measured. There are only so many names, whatever is
 * asked for: a declared route's own, the address of what is under `/auth`, `unknown` for what is not there,
 * and `page` for all that is not the middleware's.
 *
 * @param api the names of the declared routes
 * @example createRouteNames(['myOrders'])('/api/myOrders') // 'myOrders'
 */
export function createRouteNames(api: readonly string[]): (path: string) => string {
  const names = new Map<string, string>([
    ...['/healthz', '/readyz'].map((path) => [path, path] as const),
    ...authPaths.map((path) => [`/auth${path}`, `/auth${path}`] as const),
    ...api.map((name) => [`/api/${name}`, name] as const),
  ]);
  return (path) => names.get(path) ?? (/^\/(?:api|auth)(?:\/|$)/.test(path) ? 'unknown' : 'page');
}
