import { describe, expect, it } from 'vitest';
import { soqlPath, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;

describe('the REST API', () => {
  it('lists its versions to anybody', async () => {
    const { status, headers, body } = await call('/services/data', { user: '' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(body.at(-1)).toEqual({
      label: "Spring '26",
      url: '/services/data/v66.0',
      version: '66.0',
    });
    expect(body.at(-2).label).toBe("Winter '26");
    expect(body.at(-3).label).toBe("Summer '25");
    expect(body).toContainEqual({
      label: "Summer '14",
      url: '/services/data/v31.0',
      version: '31.0',
    });
  });

  it('lists the resources of a version to those who are signed in', async () => {
    const { body } = await call('/services/data/v66.0');
    expect(body).toMatchObject({
      query: '/services/data/v66.0/query',
      limits: '/services/data/v66.0/limits',
    });
    expect((await call('/services/data/v66.0', { user: '' })).status).toBe(401);
  });

  it.each(['v66', 'v99.0', 'v5.0', '66.0', 'vv.0'])('knows no version %s', async (version) => {
    const { status, body } = await call(`/services/data/${version}/query?q=SELECT+Id+FROM+Order`);
    expect(status).toBe(404);
    expect(body).toEqual([
      { message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' },
    ]);
  });

  it('answers a query with totalSize, done and records, and says how much of the limit is used', async () => {
    const { status, headers, body } = await call(soqlPath('SELECT Id FROM Order LIMIT 2'));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('sforce-limit-info')).toBe('api-usage=1/15000');
    expect(body).toMatchObject({
      totalSize: 2,
      done: true,
      records: [{ attributes: { type: 'Order' } }, {}],
    });
    expect(body).not.toHaveProperty('nextRecordsUrl');
  });

  it('writes the version that was asked into URLs', async () => {
    const { body } = await call('/services/data/v51.0/query?q=SELECT+Id+FROM+Account+LIMIT+1');
    expect(body.records[0].attributes.url).toMatch(
      /^\/services\/data\/v51\.0\/sobjects\/Account\/001/,
    );
  });

  it('answers a refused query as a list with one error, and the limit still', async () => {
    const { status, headers, body } = await call(soqlPath('SELECT Nope FROM Order'));
    expect(status).toBe(400);
    expect(headers.get('sforce-limit-info')).toBe('api-usage=1/15000');
    expect(body).toEqual([
      { message: expect.stringContaining("No such column 'Nope'"), errorCode: 'INVALID_FIELD' },
    ]);
    const none = await call('/services/data/v66.0/query');
    expect([none.status, none.body[0].errorCode]).toEqual([400, 'MALFORMED_QUERY']);
  });

  it('tells a dead session from one that is not for this API', async () => {
    for (const user of ['', 'nobody']) {
      const { status, body, headers } = await call(soqlPath('SELECT Id FROM Order'), { user });
      expect(status).toBe(401);
      expect(body).toEqual([
        { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
      ]);
      expect(headers.get('sforce-limit-info')).toBeNull();
    }
    const { status, body } = await call('/services/data/v66.0/limits', { user: 'openid-only' });
    expect(status).toBe(401);
    expect(body).toEqual([
      {
        message: 'This session is not valid for use with the REST API',
        errorCode: 'INVALID_SESSION_ID',
      },
    ]);
  });

  it("ends with the day's limit: the last call is answered, the next is not", async () => {
    rig.usage = { used: 0, limit: 2 };
    expect((await call('/services/data/v66.0/limits')).status).toBe(200);
    expect((await call('/services/data/v66.0/limits')).body).toMatchObject({
      DailyApiRequests: { Max: 2, Remaining: 0 },
    });
    const { status, body } = await call('/services/data/v66.0/limits');
    expect(status).toBe(403);
    expect(body).toEqual([
      { message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' },
    ]);
  });

  it('counts no call that it refuses for the limit, and says in the header where it stands', async () => {
    rig.usage = { used: 1, limit: 1 };
    for (let again = 0; again < 3; again += 1) {
      const { status, headers } = await call('/services/data/v66.0/limits');
      expect([status, headers.get('sforce-limit-info')]).toEqual([403, 'api-usage=1/1']);
    }
    expect(rig.usage.used).toBe(1);
  });

  it('refuses a body that is too large by name, and reads none of a stranger', async () => {
    const large = 'x'.repeat(51 * 1024 * 1024);
    const { status, body } = await call('/services/data/v66.0/sobjects/Account', {
      method: 'POST',
      body: large,
    });
    expect([status, body]).toEqual([
      413,
      [{ message: 'Request body exceeds 50 MB', errorCode: 'REQUEST_TOO_LARGE' }],
    ]);
    expect(rig.usage.used).toBe(1);
    const stranger = await call('/services/data/v66.0/sobjects/Account', {
      method: 'POST',
      body: large,
      user: '',
    });
    expect([stranger.status, stranger.body[0].errorCode]).toEqual([401, 'INVALID_SESSION_ID']);
  });

  it.each([
    ['application/json; charset=klingon', {}],
    ['application/json', { 'content-encoding': 'klingon' }],
  ])('reads no body of %s %j', async (type, more) => {
    const { status, body } = await call('/services/data/v66.0/sobjects/Account', {
      method: 'POST',
      body: {},
      headers: { 'content-type': type, ...more },
    });
    expect([status, body[0].errorCode]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(body[0].message).not.toContain('Error');
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'has no method %s, in whatever way it is asked for',
    async (method) => {
      const path = '/services/data/v66.0/sobjects/Account';
      const message = `HTTP Method '${method}' not allowed. Allowed are HEAD,GET,POST`;
      const refused = [{ message, errorCode: 'METHOD_NOT_ALLOWED' }];
      const instead = await call(`${path}?_HttpMethod=${method}`, { method: 'POST', body: {} });
      expect([instead.status, instead.body]).toEqual([405, refused]);
      const part = { method, url: path };
      const composite = await post('/composite', {
        compositeRequest: [{ ...part, referenceId: 'a' }],
      });
      expect(composite.body.compositeResponse).toMatchObject([
        { httpStatusCode: 405, body: refused },
      ]);
      const batch = await post('/composite/batch', { batchRequests: [part] });
      expect(batch.body).toMatchObject({
        hasErrors: true,
        results: [{ statusCode: 405, result: refused }],
      });
    },
  );

  it('has no POST for a record that is there', async () => {
    const { Id } = find('Account', 'Northwind');
    const { status, headers, body } = await post(`/sobjects/Account/${Id}`, { Name: 'x' });
    const allowed = 'HEAD,GET,PATCH,DELETE';
    expect([status, headers.get('allow')]).toEqual([405, allowed]);
    expect(body).toEqual([
      {
        message: `HTTP Method 'POST' not allowed. Allowed are ${allowed}`,
        errorCode: 'METHOD_NOT_ALLOWED',
      },
    ]);
    const instead = await post(`/sobjects/Account/${Id}?_HttpMethod=PATCH`, { Phone: '1' });
    expect(instead.status).toBe(204);
  });

  it.each([
    '/services/data/v66.0/nope',
    '/services/data/v66.0/parameterizedSearch?q=x',
    '/services/data/v66.0/tooling/query?q=SELECT+Id+FROM+ApexClass',
    '/services/data/v66.0/sobjects/Order/1/2/3/4',
    '/services/data/v66.0/sobjects/Nope/001000000000000AAA',
    '/services/data/v66.0/sobjects/%E0%A4%A/x',
    '/services/data/v66.0/query/..%2F..%2Fsobjects/x',
  ])('has nothing at %s', async (path) => {
    const { status, body } = await call(path);
    expect(status).toBe(404);
    expect(body[0].errorCode).toBe('NOT_FOUND');
  });

  it('refuses methods that a resource does not have, and names those that it has', async () => {
    const { status, headers, body } = await call(soqlPath('SELECT Id FROM Order'), {
      method: 'PUT',
    });
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('HEAD,GET');
    expect(body).toEqual([
      {
        message: "HTTP Method 'PUT' not allowed. Allowed are HEAD,GET",
        errorCode: 'METHOD_NOT_ALLOWED',
      },
    ]);
    expect((await call(soqlPath('SELECT Id FROM Order'), { method: 'HEAD' })).status).toBe(200);
  });
});
