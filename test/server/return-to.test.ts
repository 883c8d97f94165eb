import { describe, expect, it } from 'vitest';
import { returnTo } from '../../server/bff/auth/return-to.ts';
import { hostilePaths } from '../hostile-paths.ts';

const appUrl = new URL('https://shop.example');

describe('returnTo', () => {
  it.each(['/', '/orders', '/orders?status=Draft&x=1', '/orders/801#lines', '/a%20b'])(
    'keeps %s',
    (path) => {
      expect(returnTo(path, appUrl)).toBe(path);
    },
  );

  it.each(hostilePaths)('drops %j', (path) => {
    expect(returnTo(path, appUrl)).toBe('/');
  });

  it.each([undefined, null, 5, ['/orders', '/orders'], { 0: '/orders' }])('drops %j', (value) => {
    expect(returnTo(value, appUrl)).toBe('/');
  });
});
