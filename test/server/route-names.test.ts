import { describe, expect, it } from 'vitest';
import { createRouteNames } from '../../server/bff/middleware/route-names.ts';

describe('createRouteNames', () => {
  const routeOf = createRouteNames(['myOrders', 'openCase']);

  it.each([
    ['/api/myOrders', 'myOrders'],
    ['/api/openCase', 'openCase'],
    ['/auth/login', '/auth/login'],
    ['/auth/session/extend', '/auth/session/extend'],
    ['/healthz', '/healthz'],
    ['/readyz', '/readyz'],
    ['/api/myorders', 'unknown'],
    ['/api/myOrders/', 'unknown'],
    ['/api/constructor', 'unknown'],
    ['/api', 'unknown'],
    ['/auth/../api', 'unknown'],
    ['/', 'page'],
    ['/orders/801000000000001AAA', 'page'],
    ['/apiary', 'page'],
    ['/myOrders', 'page'],
  ])('names %s %s', (path, name) => {
    expect(routeOf(path)).toBe(name);
  });
});
