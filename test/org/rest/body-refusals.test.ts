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
