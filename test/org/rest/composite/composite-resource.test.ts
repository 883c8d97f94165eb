import { describe, expect, it } from 'vitest';
import { base, soqlPath, useRestRig } from '../rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;

interface Part {
  method?: string;
  url: string;
  referenceId: string;
  body?: unknown;
  httpHeaders?: Record<string, string>;
}

function composite(
  compositeRequest: readonly Part[],
  { allOrNone = false, version = 'v66.0', user = 'mia@store.example' } = {},
) {
  const requests = compositeRequest.map((part) => ({ method: 'POST', ...part }));
  const body = { allOrNone, compositeRequest: requests };
  return call(`/services/data/${version}/composite`, { method: 'POST', body, user });
}

const account = (referenceId: string, Name: unknown = referenceId): Part => ({
  url: `${base}/sobjects/Account`,
  referenceId,
  body: { Name },
});

const halted = {
  body: [
    {
      message:
        'The transaction was rolled back since another operation in the same transaction failed.',
      errorCode: 'PROCESSING_HALTED',
    },
  ],
  httpHeaders: {},
  httpStatusCode: 400,
};

function noValue(path: string) {
  return {
    body: [
      {
        message: `Invalid reference specified. No value for ${path} found in ${path.split(/[.[]/)[0]}. Provided referenceId ('${path}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
        errorCode: 'PROCESSING_HALTED',
      },
    ],
    httpHeaders: {},
    httpStatusCode: 400,
  };
}

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

  it('places an order with its items once, however often it is sent', async () => {
    const ada = 'ada@northwind.example';
    const book = find('Pricebook2', 'Standard Price Book').Id;
    const entries = rig.data.tables.PricebookEntry.children('Pricebook2Id', book).filter(
      ({ IsActive }) => IsActive === true,
    );
    const order: Part = {
      url: `${base}/sobjects/Order`,
      referenceId: 'order',
      body: {
        AccountId: find('Account', 'Northwind').Id,
        Pricebook2Id: book,
        EffectiveDate: '2026-11-22',
        Status: 'Draft',
        RequestKey__c: 'request-1',
      },
    };
    const item = (index: number, quantity: number): Part => ({
      url: `${base}/sobjects/OrderItem`,
      referenceId: `item${index}`,
      body: {
        OrderId: '@{order.id}',
        PricebookEntryId: entries[index]?.Id,
        Quantity: quantity,
        UnitPrice: entries[index]?.UnitPrice,
      },
    });
    const place = (parts: readonly Part[]) => composite(parts, { allOrNone: true, user: ada });
    const refused = await place([order, item(0, 2), item(1, -1e20)]);
    expect(refused.body.compositeResponse[0].httpStatusCode).toBe(400);
    const soql = soqlPath("SELECT Id, TotalAmount FROM Order WHERE RequestKey__c = 'request-1'");
    expect((await call(soql, { user: ada })).body.totalSize).toBe(0);
    const placed = await place([order, item(0, 2), item(1, 1)]);
    const [{ body: created }] = placed.body.compositeResponse;
    const found = (await call(soql, { user: ada })).body;
    const cents = Number(entries[0]?.UnitPrice) * 200 + Number(entries[1]?.UnitPrice) * 100;
    expect(found.records).toMatchObject([{ Id: created.id, TotalAmount: Math.round(cents) / 100 }]);
    const again = await place([order, item(0, 2), item(1, 1)]);
    expect(again.body.compositeResponse[0].body).toEqual([
      {
        message: `duplicate value found: RequestKey__c duplicates value on record with id: ${created.id.slice(0, 15)}`,
        errorCode: 'DUPLICATE_VALUE',
        fields: [],
      },
    ]);
    expect((await call(soql, { user: ada })).body.totalSize).toBe(1);
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

describe('a reference', () => {
  const read = (path: string): Part => ({
    url: `${base}/sobjects/Account`,
    referenceId: 'second',
    body: { Name: 'x', Phone: `@{${path}}` },
  });

  it.each([
    'first.Id',
    'first.nope.id',
    'first.errors[0].message',
    'first.errors',
    'nobody.id',
    'first.__proto__',
  ])('to %s has no value', async (path) => {
    const { body } = await composite([account('first'), read(path)]);
    expect(body.compositeResponse[1]).toEqual({ ...noValue(path), referenceId: 'second' });
  });

  it('to an empty field is null from version 52 on, and no value before', async () => {
    const { Id } = find('Account', 'Northwind');
    rig.data.tables.Account.update(find('Account', 'Northwind'), { Rating: null });
    const parts: Part[] = [
      { method: 'GET', url: `${base}/sobjects/Account/${Id}`, referenceId: 'first' },
      read('first.Rating'),
    ];
    const now = await composite(parts);
    expect(now.body.compositeResponse[1].httpStatusCode).toBe(201);
    const then = await composite(parts, { version: 'v51.0' });
    expect(then.body.compositeResponse[1]).toMatchObject(noValue('first.Rating'));
  });
});

describe('a composite request that is refused as a whole', () => {
  const refusal = async (parts: readonly Part[], version?: string) => {
    const before = rig.data.tables.Account.size;
    const answer = await composite(parts, version === undefined ? {} : { version });
    expect(rig.data.tables.Account.size).toBe(before);
    return [answer.status, answer.body[0].errorCode];
  };
  const many = (count: number, part: (index: number) => Part) =>
    Array.from({ length: count }, (_, index) => part(index));

  it('has more than 25 parts', async () => {
    expect(await refusal(many(26, (i) => account(`a${i}`)))).toEqual([400, 'LIMIT_EXCEEDED']);
    const allowed = await composite(many(25, (i) => account(`a${i}`)));
    expect(allowed.body.compositeResponse).toHaveLength(25);
  });

  it('has more than five queries and collections', async () => {
    const query = (i: number): Part => ({
      method: 'GET',
      url: `${base}/query${i % 2 ? 'All' : ''}?q=SELECT+Id+FROM+Account+LIMIT+1`,
      referenceId: `q${i}`,
    });
    const collection: Part = {
      url: `${base}/composite/sobjects`,
      referenceId: 'c',
      body: { records: [] },
    };
    expect(await refusal([...many(5, query), collection])).toEqual([400, 'LIMIT_EXCEEDED']);
    const allowed = await composite([...many(4, query), collection, account('other')]);
    expect(allowed.body.compositeResponse).toHaveLength(6);
  });

  it('names a part wrongly, twice or not at all', async () => {
    expect(await refusal([account('a[1]')])).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(await refusal([account('_a')])).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(await refusal([account('')])).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(await refusal([account('a'), account('a')])).toEqual([400, 'JSON_PARSER_ERROR']);
    const old = await composite([account('a[1]')], { version: 'v51.0' });
    expect(old.body.compositeResponse[0].httpStatusCode).toBe(201);
  });

  it.each([
    'sobjects/Account',
    'http://localhost/services/data/v66.0/limits',
    '/services/oauth2/token',
  ])('asks for %s', async (url) => {
    expect(await refusal([{ ...account('a'), url }])).toEqual([400, 'JSON_PARSER_ERROR']);
  });

  it.each(['Authorization', 'content-type', 'Accept'])('sets the header %s', async (name) => {
    const part = { ...account('a'), httpHeaders: { [name]: 'x' } };
    expect(await refusal([part])).toEqual([400, 'JSON_PARSER_ERROR']);
  });

  it('has no list of parts', async () => {
    const { status, body } = await post('/composite', { compositeRequest: 'x' });
    expect([status, body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
  });
});
