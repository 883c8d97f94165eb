import { describe, expect, it } from 'vitest';
import { base, useRestRig } from '../rest-rig.ts';

const rig = useRestRig();
const { post, find } = rig;

describe('a batch', () => {
  const create = (Name: string | null) => ({
    method: 'POST',
    url: 'v66.0/sobjects/Account',
    richInput: { Name },
  });
  const read = { method: 'GET', url: `${base}/sobjects/Account/001000000000000AAA` };

  it('answers each request; what one did stays done, and each counts', async () => {
    const { status, body } = await post('/composite/batch', {
      batchRequests: [create('One'), create(null), read, create('Four')],
    });
    expect(status).toBe(200);
    expect(body.hasErrors).toBe(true);
    expect(body.results).toMatchObject([
      { statusCode: 201, result: { success: true } },
      { statusCode: 400, result: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
      { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] },
      { statusCode: 201, result: { success: true } },
    ]);
    expect(find('Account', 'One').Id).toBe(body.results[0].result.id);
    expect(rig.usage.used).toBe(4);
  });

  it('stops at the first error where it is told to', async () => {
    const { Id } = find('Account', 'Northwind');
    const change = { method: 'PATCH', url: `v66.0/sobjects/Account/${Id}`, richInput: {} };
    const { body } = await post('/composite/batch', {
      haltOnError: true,
      batchRequests: [change, create(null), create('Never')],
    });
    expect(body.results).toMatchObject([
      { statusCode: 204, result: null },
      { statusCode: 400 },
      { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED' }] },
    ]);
    expect(() => find('Account', 'Never')).toThrow('there is no Account');
  });

  it('ends with the day’s limit, however many requests are left', async () => {
    rig.usage = { used: 7, limit: 10 };
    const { status, body, headers } = await post('/composite/batch', {
      batchRequests: ['One', 'Two', 'Three', 'Four', 'Five'].map(create),
    });
    expect(status).toBe(200);
    const codes = body.results.map(({ statusCode }: { statusCode: number }) => statusCode);
    expect(codes).toEqual([201, 201, 201, 403, 403]);
    expect(body.results[3].result[0].errorCode).toBe('REQUEST_LIMIT_EXCEEDED');
    expect(headers.get('sforce-limit-info')).toBe('api-usage=10/10');
    expect(() => find('Account', 'Four')).toThrow('there is no Account');
  });

  it.each(['v66.0/composite/batch', 'v66.0/sobjects/../composite/batch'])(
    'has no batch in it (%s)',
    async (url) => {
      const batchRequests = [{ method: 'POST', url, richInput: { batchRequests: [create('x')] } }];
      const { body } = await post('/composite/batch', { batchRequests });
      expect(body.results).toMatchObject([
        { statusCode: 400, result: [{ errorCode: 'INVALID_INPUT' }] },
      ]);
      expect(() => find('Account', 'x')).toThrow('there is no Account');
    },
  );

  it('is of at most 25', async () => {
    const batchRequests = Array.from({ length: 26 }, () => create('x'));
    const { status, body } = await post('/composite/batch', { batchRequests });
    expect([status, body[0].errorCode]).toEqual([400, 'LIMIT_EXCEEDED']);
  });
});

describe('a tree', () => {
  const contact = (referenceId: string, more: Record<string, unknown>) => ({
    attributes: { type: 'Contact', referenceId },
    ...more,
  });
  const account = (contacts: readonly unknown[], Name = 'Planted') => ({
    attributes: { type: 'Account', referenceId: 'account' },
    Name,
    Contacts: { records: contacts },
  });
  const plant = (records: readonly unknown[]) => post('/composite/tree/Account', { records });

  it('is planted with its children', async () => {
    const { status, body } = await plant([
      account([contact('one', { LastName: 'One' }), contact('two', { LastName: 'Two' })]),
    ]);
    expect(status).toBe(201);
    expect(body.hasErrors).toBe(false);
    const ids = new Map(
      body.results.map((each: { referenceId: string; id: string }) => [each.referenceId, each.id]),
    );
    expect([...ids.keys()]).toEqual(['account', 'one', 'two']);
    const { tables } = rig.data;
    expect(tables.Contact.get(String(ids.get('two'))).AccountId).toBe(ids.get('account'));
  });

  it('is planted as a whole or not at all', async () => {
    const { status, body } = await plant([
      account([
        contact('one', { LastName: 'One' }),
        contact('two', { LastName: 'x', Email: '123' }),
      ]),
    ]);
    expect(status).toBe(400);
    expect(body).toEqual({
      hasErrors: true,
      results: [
        {
          referenceId: 'two',
          errors: [
            {
              statusCode: 'INVALID_EMAIL_ADDRESS',
              message: 'Email: invalid email address: 123',
              fields: ['Email'],
            },
          ],
        },
      ],
    });
    expect(() => find('Account', 'Planted')).toThrow('there is no Account');
  });

  it('names each of its records differently', async () => {
    const { status, body } = await plant([
      account([contact('one', { LastName: 'One' }), contact('one', { LastName: 'Two' })]),
    ]);
    expect(status).toBe(400);
    expect(body).toEqual({
      hasErrors: true,
      results: [
        {
          referenceId: 'one',
          errors: [
            {
              statusCode: 'INVALID_INPUT',
              message: 'Duplicate ReferenceId provided in the request.',
              fields: [],
            },
          ],
        },
      ],
    });
    expect(() => find('Account', 'Planted')).toThrow('there is no Account');
  });

  it('has records of the types that its address and its branches are for', async () => {
    const lead = (referenceId: string) => ({
      ...{ attributes: { type: 'Lead', referenceId }, LastName: 'x', Company: 'x' },
    });
    const refusal = (referenceId: string) => ({
      hasErrors: true,
      results: [
        {
          referenceId,
          errors: [
            {
              statusCode: 'INVALID_INPUT',
              message: 'Invalid entity type provided in the request: Lead',
              fields: [],
            },
          ],
        },
      ],
    });
    const root = await plant([lead('root')]);
    expect([root.status, root.body]).toEqual([400, refusal('root')]);
    const child = await plant([account([lead('child')])]);
    expect([child.status, child.body]).toEqual([400, refusal('child')]);
    expect(() => find('Account', 'Planted')).toThrow('there is no Account');
  });

  it('has known branches, names for its records, 200 of them at most', async () => {
    const other = { ...account([]), Nonsense: { records: [contact('one', { LastName: 'x' })] } };
    expect((await plant([other])).body.results[0].errors[0].statusCode).toBe('INVALID_FIELD');
    expect((await plant([{ Name: 'x' }])).status).toBe(400);
    const many = Array.from({ length: 200 }, (_, index) => contact(`c${index}`, { LastName: 'x' }));
    const { status, body } = await plant([account(many)]);
    expect([status, body[0].errorCode]).toEqual([400, 'EXCEEDED_ID_LIMIT']);
  });
});
