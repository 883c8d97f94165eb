import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tryRoute } from 'lwc-bff/testing';
import { routes } from './routes.js';

test('an order has its number, and nothing else', async () => {
  const rows = [{ Id: '801000000000001AAA', OrderNumber: '00000100', Description: 'not asked' }];
  const { output } = await tryRoute(routes.myOrders, { input: {}, rows });
  assert.deepEqual(output.items, [{ id: '801000000000001AAA', number: '00000100' }]);
});
