import { createTransport, mayBeDone, queryString, RequestError } from 'bff/transport';
import { describe, expect, it, vi } from 'vitest';
import { fakeServer, problem } from './fakeServer.ts';

async function errorOf(promise: Promise<unknown>): Promise<RequestError> {
  const error = await promise.catch((reason: unknown) => reason);
  if (!(error instanceof RequestError)) throw new Error('It did not fail');
  return error;
}

describe('transport', () => {
  it('asks its own server, with the header that no other site can send', async () => {
    const server = fakeServer();
    const answer = createTransport(server).get('/api/myOrders', {
      parameters: { status: 'Shipped', after: null, page: undefined },
    });
    expect(server.last.url).toBe('/api/myOrders?status=Shipped');
    expect(server.last.init).toMatchObject({
      method: 'GET',
      credentials: 'same-origin',
      redirect: 'error',
      headers: { 'X-BFF': '1' },
    });
    await server.last.answer({ body: { items: [] } });
    expect(await answer).toEqual({ items: [] });
  });

  it('posts JSON', async () => {
    const server = fakeServer();
    const answer = createTransport(server).post('/auth/logout', { everywhere: true });
    expect(server.last.init).toMatchObject({
      method: 'POST',
      body: '{"everywhere":true}',
      headers: { 'X-BFF': '1', 'Content-Type': 'application/json' },
    });
    await server.last.answer({ body: { redirectTo: '/' } });
    expect(await answer).toEqual({ redirectTo: '/' });
  });

  it('turns problem details into the error that components know', async () => {
    const server = fakeServer();
    const failed = errorOf(createTransport(server).get('/api/myOrder'));
    const errors = [{ field: 'id', message: 'must be a Salesforce id' }];
    // A server could answer anything.
    const sent = [...errors, 'nonsense'] as never;
    await server.last.answer(problem(422, 'invalid_input', { errors: sent }));
    expect(await failed).toMatchObject({
      ok: false,
      status: 422,
      statusText: 'invalid_input',
      body: {
        message: 'Because of invalid_input.',
        errorCode: 'invalid_input',
        requestId: 'r-1',
        errors,
      },
    });
  });

  it('understands an error page of something in between', async () => {
    const fetch = async () => new Response('<h1>Bad gateway</h1>', { status: 502 });
    const error = await errorOf(createTransport({ fetch }).get('/api/myOrder'));
    expect(error.status).toBe(502);
    expect(error.body.errorCode).toBe('unexpected_answer');
    expect(error.body.message).not.toContain('<');
  });

  it('refuses a success that is no JSON', async () => {
    const fetch = async () => new Response('<!doctype html>');
    const error = await errorOf(createTransport({ fetch }).get('/api/myOrder'));
    expect(error.body.errorCode).toBe('unexpected_answer');
  });

  it('says that there is no connection', async () => {
    const server = fakeServer();
    const failed = errorOf(createTransport(server).get('/api/myOrder'));
    await server.last.fail(new TypeError('Failed to fetch'));
    expect(await failed).toMatchObject({ status: 0, body: { errorCode: 'network_error' } });
  });

  it('gives up after its deadline', async () => {
    const server = fakeServer();
    const transport = createTransport({ fetch: server.fetch, deadlineMs: 20 });
    expect(await errorOf(transport.get('/api/myOrder'))).toMatchObject({
      status: 0,
      body: { errorCode: 'timeout' },
    });
  });

  it('tells of every answer, and of nothing that is none', async () => {
    const server = fakeServer();
    const transport = createTransport(server);
    const listener = vi.fn();
    const stop = transport.onAnswer(listener);
    const read = transport.get('/api/myOrder', { parameters: { id: '801' } });
    await server.last.answer({});
    await read;
    const refused = errorOf(transport.post('/auth/logout'));
    await server.last.answer(problem(401, 'session_expired'));
    await refused;
    const failed = errorOf(transport.get('/api/myOrder'));
    await server.last.fail(new TypeError('Failed to fetch'));
    await failed;
    const heard = [
      [{ status: 200, path: '/api/myOrder?id=801', headers: expect.any(Headers) }],
      [{ status: 401, path: '/auth/logout', headers: expect.any(Headers) }],
    ];
    expect(listener.mock.calls).toEqual(heard);
    expect(listener.mock.lastCall?.[0].headers.get('Content-Type')).toBe(
      'application/problem+json',
    );
    stop();
    const later = transport.get('/api/myOrder');
    await server.last.answer({});
    await later;
    expect(listener.mock.calls).toEqual(heard);
  });

  it('writes equal parameters the same way, and escapes them', () => {
    expect(queryString({ b: 'x&y', a: 1 })).toBe('?a=1&b=x%26y');
    expect(queryString({ a: 1, b: 'x&y' })).toBe('?a=1&b=x%26y');
    expect(queryString({ a: null })).toBe('');
  });
});

describe('mayBeDone', () => {
  const failed = (status: number, errorCode: string) =>
    new RequestError(status, 'No success', { message: 'It was not answered.', errorCode });

  it.each([
    [0, 'network_error'],
    [0, 'timeout'],
    [502, 'unexpected_answer'],
    [404, 'unexpected_answer'],
    [409, 'conflict'],
    [500, 'internal'],
    [503, 'salesforce_unavailable'],
    [418, 'of_another_release'],
  ])('is so where nobody knows: %i %s', (status, code) => {
    expect(mayBeDone(failed(status, code))).toBe(true);
  });

  it.each([
    [401, 'session_expired'],
    [403, 'forbidden'],
    [422, 'invalid_input'],
    [429, 'rate_limited'],
    [503, 'salesforce_limit'],
    [503, 'store_unavailable'],
    [503, 'not_configured'],
  ])('is not so after a refusal: %i %s', (status, code) => {
    expect(mayBeDone(failed(status, code))).toBe(false);
  });
});
