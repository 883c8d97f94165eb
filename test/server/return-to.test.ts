import { describe, expect, it } from 'vitest';
import { returnTo } from '../../server/bff/auth/return-to.ts';

const appUrl = new URL('https://shop.example');

describe('returnTo', () => {
  it.each(['/', '/orders', '/orders?status=Draft&x=1', '/orders/801#lines', '/a%20b'])(
    'keeps %s',
    (path) => {
      expect(returnTo(path, appUrl)).toBe(path);
    },
  );

  it.each([
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\\/evil.example',
    '/%5cevil.example',
    '/%5Cevil.example',
    '/%2fevil.example',
    '/%2f%2fevil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/ /evil.example',
    '@evil.example',
    'shop.example@evil.example',
    '.evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'orders',
    '',
    '/auth/login',
    '/auth/logout?x',
    '/x/../auth/login',
    '/api/myOrders',
    '/a\u0000',
    '/a\r\nSet-Cookie: x=y',
    '/ünïcode',
    `/${'a'.repeat(2000)}`,
  ])('drops %j', (path) => {
    expect(returnTo(path, appUrl)).toBe('/');
  });

  it.each([undefined, null, 5, ['/orders', '/orders'], { 0: '/orders' }])('drops %j', (value) => {
    expect(returnTo(value, appUrl)).toBe('/');
  });
});
