import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../server/http-server.ts';
import { rawExchange } from '../raw-exchange.ts';

const request = 'GET / HTTP/1.1\r\nHost: localhost\r\n';
const statuses = (answer: string) => answer.match(/(?<=HTTP\/1\.1 )\d+/g);

describe('a connection', () => {
  const times = { requestTimeout: 300, connectionsCheckingInterval: 50 };
  const server = createHttpServer((_request, response) => response.end('ok'), {
    ...times,
    keepAliveTimeout: 10_000,
  });
  let url: string;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it('may rest between two requests for longer than one may take to arrive', async () => {
    const first = await fetch(url);
    expect(first.headers.get('keep-alive')).toBe('timeout=10');
    await first.text();
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    await delay(3 * times.requestTimeout);
    expect(await (await fetch(url)).text()).toBe('ok');
    expect(connections).toBe(0);
  });

  it.each([
    ['whose headers do not end', [`${request}X-Slow: `]],
    ['whose body does not come', ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n12345']],
    ['that is the second one', [`${request}\r\n`, `${request}X-Slow: `]],
  ])('is not held by a request %s', async (_, pieces) => {
    expect(statuses(await rawExchange(url, ...pieces))?.at(-1)).toBe('408');
  });
});

it('by default rests longer than Heroku’s router keeps its side open', () => {
  const { keepAliveTimeout, requestTimeout, headersTimeout } = createHttpServer(() => {});
  expect(keepAliveTimeout).toBeGreaterThan(90_000);
  // What Heroku's router waits for an answer.
  expect(requestTimeout).toBeLessThanOrEqual(30_000);
  expect(headersTimeout).toBeLessThanOrEqual(requestTimeout);
});
