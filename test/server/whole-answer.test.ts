import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wholeAnswer } from '../../server/bff/salesforce/whole-answer.ts';

const dispatcher = new Agent({ connections: 1, maxResponseSize: 10_000 });
let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
});

async function setUp(listener: RequestListener) {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const begun = vi.fn();
  const ask = (path = '/', signal = new AbortController().signal) =>
    wholeAnswer(dispatcher, { origin, path, method: 'GET' }, { signal, begun });
  return { ask, asked, begun };
}

describe('wholeAnswer', () => {
  it('answers with status, headers and body, a character in two pieces included', async () => {
    const { ask, begun } = await setUp((_, response) => {
      const bytes = Buffer.from('{"name":"Čapek"}');
      response.writeHead(201, { 'x-limit': '1' }).write(bytes.subarray(0, 10));
      setTimeout(() => response.end(bytes.subarray(10)), 20);
    });
    expect(await ask()).toMatchObject({
      statusCode: 201,
      headers: { 'x-limit': '1' },
      body: '{"name":"Čapek"}',
    });
    expect(begun).toHaveBeenCalledTimes(1);
  });

  it('takes news that come before the answer for no answer', async () => {
    const { ask, begun } = await setUp((_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.end('answer');
    });
    expect(await ask()).toMatchObject({ statusCode: 200, body: 'answer' });
    expect(begun).toHaveBeenCalledTimes(1);
  });

  it('fails when the connection breaks, and tells whether an answer had begun', async () => {
    const { ask, begun } = await setUp((request, response) => {
      if (request.url === '/unread') response.destroy();
      else response.write('half', () => response.destroy());
    });
    await expect(ask('/unread')).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(begun).not.toHaveBeenCalled();
    await expect(ask('/half')).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(begun).toHaveBeenCalledTimes(1);
  });

  it('fails where the answer is larger than it may be', async () => {
    const { ask } = await setUp((_, response) => response.end('x'.repeat(10_001)));
    await expect(ask()).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
  });

  it('fails where what is to be sent cannot be', async () => {
    const { ask } = await setUp((_, response) => response.end());
    await expect(ask('/\n')).rejects.toMatchObject({ code: 'UND_ERR_INVALID_ARG' });
  });

  it('ends when its signal says so: before, while it waits for a connection, and in an answer', async () => {
    const { ask, asked } = await setUp((_, response) => response.write('half'));
    const reason = new Error('Nobody waits');
    await expect(ask('/before', AbortSignal.abort(reason))).rejects.toBe(reason);
    const [first, second] = [new AbortController(), new AbortController()];
    const inAnswer = ask('/answer', first.signal);
    await expect.poll(() => asked).toEqual(['/answer']);
    const waiting = ask('/waiting', second.signal);
    second.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    first.abort(reason);
    await expect(inAnswer).rejects.toBe(reason);
    // The connection is free for the next one, and nobody has asked for the one that was given up.
    void ask('/next').catch(() => undefined);
    await expect.poll(() => asked).toEqual(['/answer', '/next']);
  });

  it('leaves no listener at a signal that outlives it', async () => {
    const { ask } = await setUp((_, response) => response.end());
    const { signal } = new AbortController();
    const [add, remove] = [
      vi.spyOn(signal, 'addEventListener'),
      vi.spyOn(signal, 'removeEventListener'),
    ];
    await ask('/', signal);
    expect(add).toHaveBeenCalledTimes(1);
    expect(remove.mock.calls).toEqual(add.mock.calls);
  });
});
