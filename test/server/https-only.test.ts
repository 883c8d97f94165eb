import { once } from 'node:events';
import type { Server } from 'node:http';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { httpsOnly } from '../../server/bff/middleware/https-only.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** What an application answers to somebody who says that it was http. */
async function answerOf(appUrl: string, ownsTls: boolean): Promise<Response> {
  const app = express();
  app.use((request, _response, next) => {
    // As of a connection that has ended its TLS here.
    if (ownsTls) Object.assign(request.socket, { encrypted: true });
    next();
  });
  app.use(httpsOnly(new URL(appUrl)));
  app.use((_request, response) => void response.send('the page'));
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const headers = { 'X-Forwarded-Proto': 'http' };
  return fetch(`http://127.0.0.1:${port}/orders`, { headers, redirect: 'manual' });
}

it('redirects where the application is reached by https', async () => {
  const { status, headers } = await answerOf('https://shop.example', false);
  expect([status, headers.get('location')]).toEqual([308, 'https://shop.example/orders']);
});

it('lets everybody through where it is reached by http', async () => {
  expect(await (await answerOf('http://localhost:3000', false)).text()).toBe('the page');
});

it('believes its own TLS more than what a browser says, where no proxy is trusted', async () => {
  expect(await (await answerOf('https://shop.example', true)).text()).toBe('the page');
});
