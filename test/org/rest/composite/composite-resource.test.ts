import { describe, expect, it } from 'vitest';
import { base } from '../rest-rig.ts';
import { account, halted, noValue, type Part, useCompositeRig } from './composite-rig.ts';

const { rig, composite } = useCompositeRig();
const { call, find, post } = rig;

describe('a composite request', () => {
  it('answers each part, later ones with what earlier ones answered, as one call', async () => {
    const { status, body } = await composite([
      account('first', 'Acme'),
      {
        url: `${base}/sobjects/Contact`,
        referenceId: 'person',
        body: { LastName: 'Of @{first.id}', AccountId: '@{first.id}' },
      },
      {
        method: 'GET',
        url: `${base}/sobjects/Account/@{first.id}?fields=Name`,
        referenceId: 'read',
      },
      {
        method: 'GET',
        url: `${base}/query?q=SELECT+Id,Name,NumberOfEmployees+FROM+Account+WHERE+Name='@{read.Name}'`,
        referenceId: 'found',
      },
      {
        method: 'PATCH',
        url: `${base}/sobjects/Account/@{found.records[0].Id}`,
        referenceId: 'changed',
        body: { Phone: '@{found.totalSize}' },
      },
    ]);
    expect(status).toBe(200);
    const [first, person, read, found, changed] = body.compositeResponse;
    const id = first.body.id;
    expect(first).toEqual({
      body: { id, success: true, errors: [] },
      httpHeaders: { Location: `${base}/sobjects/Account/${id}` },
      httpStatusCode: 201,
      referenceId: 'first',
    });
    expect(rig.data.tables.Contact.get(person.body.id)).toMatchObject({
      LastName: `Of ${id}`,
      AccountId: id,
    });
    expect(read.body).toMatchObject({ Name: 'Acme', Id: id });
    expect(found.body.totalSize).toBe(1);
    expect(changed).toEqual({
      body: null,
      httpHeaders: {},
      httpStatusCode: 204,
      referenceId: 'changed',
    });
    expect(rig.data.tables.Account.get(id).Phone).toBe('1');
    expect(rig.usage.used).toBe(1);
  });

  it('goes on after a failure, but not with what depends on it', async () => {
    const { status, body } = await composite([
      account('bad', null),
      account('good'),
      {
        url: `${base}/sobjects/Contact`,
        referenceId: 'person',
        body: { LastName: 'x', AccountId: '@{bad.id}' },
      },
    ]);
    expect(status).toBe(200);
    const [bad, good, person] = body.compositeResponse;
    expect(bad).toMatchObject({
      body: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }],
      httpStatusCode: 400,
    });
    expect(good.httpStatusCode).toBe(201);
    expect(person).toEqual({ ...noValue('bad.id'), referenceId: 'person' });
    expect(rig.data.tables.Account.get(good.body.id).Name).toBe('good');
  });

  it('with allOrNone takes everything back, and shows which part failed', async () => {
    const northwind = find('Account', 'Northwind');
    const before = { ...northwind };
    const size = rig.data.tables.Account.size;
    const { status, body } = await composite(
      [
        account('new'),
        {
          method: 'PATCH',
          url: `${base}/sobjects/Account/${northwind.Id}`,
          referenceId: 'changed',
          body: { Phone: '1' },
        },
        {
          method: 'DELETE',
          url: `${base}/sobjects/Account/@{new.id}`,
          referenceId: 'deleted',
        },
        { ...account('bad'), body: { Name: 'x', Nope__c: 1 } },
        account('never'),
      ],
      { allOrNone: true },
    );
    expect(status).toBe(200);
    expect(body.compositeResponse).toEqual([
      { ...halted, referenceId: 'new' },
      { ...halted, referenceId: 'changed' },
      { ...halted, referenceId: 'deleted' },
      {
        body: [
          {
            message: "No such column 'Nope__c' on sobject of type Account",
            errorCode: 'INVALID_FIELD',
          },
        ],
        httpHeaders: {},
        httpStatusCode: 400,
        referenceId: 'bad',
      },
      { ...halted, referenceId: 'never' },
    ]);
    expect(rig.data.tables.Account.size).toBe(size);
    expect(rig.data.tables.Account.get(northwind.Id)).toEqual(before);
  });

  it.each([true, false])('has its parts run in their order (collated: %s)', async (collate) => {
    const count = (referenceId: string): Part => {
      const q = encodeURIComponent("SELECT COUNT() FROM Account WHERE Name = 'Acme'");
      return { method: 'GET', url: `${base}/query?q=${q}`, referenceId };
    };
    const parts = [count('before'), account('first', 'Acme'), account('second', 'Acme')];
    const compositeRequest = [...parts, count('after')].map((part) => ({
      method: 'POST',
      ...part,
    }));
    const { body } = await post('/composite', { collateSubrequests: collate, compositeRequest });
    const [before, , , after] = body.compositeResponse;
    expect([before.body.totalSize, after.body.totalSize]).toEqual([0, 2]);
  });

  it('has no parts but records, queries and collections', async () => {
    const { body } = await composite([
      { method: 'GET', url: `${base}/limits`, referenceId: 'limits' },
      { url: `${base}/composite`, referenceId: 'inner', body: { compositeRequest: [] } },
      {
        ...{ url: `${base}/sobjects/../composite/batch`, referenceId: 'batch' },
        body: { batchRequests: [] },
      },
    ]);
    for (const { httpStatusCode, body: errors } of body.compositeResponse) {
      expect([httpStatusCode, errors[0].errorCode]).toEqual([400, 'INVALID_INPUT']);
    }
  });

  it('carries headers to its parts', async () => {
    const { Id } = find('Account', 'Northwind');
    const { body } = await composite([
      {
        method: 'GET',
        url: `${base}/sobjects/Account/${Id}`,
        referenceId: 'read',
        httpHeaders: { 'If-Modified-Since': 'Sun, 22 Nov 2026 10:00:00 GMT' },
      },
    ]);
    expect(body.compositeResponse[0]).toMatchObject({ httpStatusCode: 304, body: null });
  });

  it('lists what else there is of the kind', async () => {
    expect((await call(`${base}/composite`)).body).toEqual({
      tree: `${base}/composite/tree`,
      batch: `${base}/composite/batch`,
      sobjects: `${base}/composite/sobjects`,
    });
  });
});
