import { describe, expect, it } from 'vitest';
import { base, useRestRig } from './rest-rig.ts';

const { call, post } = useRestRig();

describe('a body that is refused', () => {
  it.each([
    ['{"Name":}', "Unexpected character ('}' (code 125)) at [line:1, column:9]"],
    ['{\n  Name: 1}', "Unexpected character ('N' (code 78)) at [line:2, column:3]"],
    ['{"Name": "x"', 'Unexpected end-of-input at [line:1, column:13]'],
    ['{"Name": "x"} y', "Unexpected character ('y' (code 121)) at [line:1, column:15]"],
    ['[]', 'Can not deserialize SObject out of START_ARRAY token at [line:1, column:1]'],
  ])('is %j, which is not JSON or no record', async (text, message) => {
    const { status, body } = await post('/sobjects/Account', text);
    expect(status).toBe(400);
    expect(body).toEqual([{ message, errorCode: 'JSON_PARSER_ERROR' }]);
  });

  it.each([
    ['/sobjects/Account', '{"Name":'],
    ['/composite', '{"compositeRequest":'],
    ['/composite/batch', '{"batchRequests":'],
    ['/composite/tree/Account', '{"records":'],
    ['/composite/sobjects', '{"records":'],
  ])('is nested without end (%s)', async (path, start) => {
    const deep = (levels: number) => `${start}${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const { status, body } = await post(path, deep(100_000));
    expect([status, body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(body[0].message).toContain('nesting depth (1001) exceeds the maximum allowed');
    const objects = `${start}${'{"records":['.repeat(100_000)}`;
    expect((await post(path, objects)).body[0].errorCode).toBe('JSON_PARSER_ERROR');
    expect((await post(path, deep(900))).status).toBeLessThan(500);
  });

  it('may have any number of brackets in a text', async () => {
    for (const before of ['', '\\', '\\\\', '"', '\\"']) {
      const Description = `${before}${'['.repeat(2000)}`;
      const { status } = await post('/sobjects/Account', { Name: 'x', Description });
      expect(status).toBe(201);
    }
  });

  it('is long and wrong, and nobody looks for the place', async () => {
    const { status, body } = await post('/sobjects/Account', `[${'1,'.repeat(60_000)}x`);
    expect([status, body]).toEqual([
      400,
      [{ message: 'The HTTP entity body is not well-formed JSON', errorCode: 'JSON_PARSER_ERROR' }],
    ]);
  });

  it('is missing', async () => {
    const { status, body } = await call(`${base}/sobjects/Account`, { method: 'POST' });
    expect([status, body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(body[0].message).toContain('this request has no entity body');
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])(
    'is %s',
    async (type) => {
      const headers = { 'content-type': type };
      const { status, body } = await post('/sobjects/Account', 'Name=x', { headers });
      expect([status, body[0].errorCode]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    },
  );
});
