import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { jsonBody } from '../../server/bff/middleware/json-body.ts';
import { rawExchange } from '../raw-exchange.ts';

const app = express().post('/', jsonBody(100), (request, response) => {
  response.end(JSON.stringify(request.body));
});

// An application around us may have a server that has ended a request without a body before it can be read.
describe.each([false, true])('jsonBody, with optimizeEmptyRequests %s', (optimizeEmptyRequests) => {
  it.each([
    ['says nothing of a body', '', '', '{}'],
    ['says that it is empty', 'Content-Length: 0\r\n', '', '{}'],
    ['has one', 'Content-Length: 7\r\n', '{"a":1}', '{"a":1}'],
    ['has one in pieces', 'Transfer-Encoding: chunked\r\n', '7\r\n{"a":1}\r\n0\r\n\r\n', '{"a":1}'],
  ])('reads a request that %s', async (_, header, body, read) => {
    const server = createServer({ optimizeEmptyRequests }, app).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const head = `POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${header}\r\n`;
      const answer = await rawExchange(url, head + body);
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
      expect(answer.split('\r\n\r\n').at(-1)).toContain(read);
    } finally {
      server.close();
    }
  });
});
