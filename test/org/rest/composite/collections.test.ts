import { describe, expect, it } from 'vitest';
import { base, useRestRig } from '../rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;
const collection = `${base}/composite/sobjects`;

function account(Name: string | null, more: Record<string, unknown> = {}) {
  return { attributes: { type: 'Account' }, Name, ...more };
}

const missingName = {
  success: false,
  errors: [
    {
      statusCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [Name]',
      fields: ['Name'],
    },
  ],
};

const rolledBack = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

describe('a collection of new records', () => {
  it('is created as far as it can be, in its order', async () => {
    const records = [
      account('One'),
      account(null),
      { attributes: { type: 'contact' }, LastName: 'Two' },
    ];
    const { status, body } = await post('/composite/sobjects', { records });
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: expect.stringMatching(/^001/), success: true, errors: [] },
      missingName,
      { id: expect.stringMatching(/^003/), success: true, errors: [] },
    ]);
    expect(rig.data.tables.Account.get(body[0].id).Name).toBe('One');
  });

  it('is not created at all with allOrNone, where one is refused', async () => {
    const before = rig.data.tables.Account.size;
    const records = [account('One'), account(null), account('Three')];
    const { status, body } = await post('/composite/sobjects', { allOrNone: true, records });
    expect(status).toBe(200);
    expect(body).toEqual([rolledBack, missingName, rolledBack]);
    expect(rig.data.tables.Account.size).toBe(before);
  });

  it.each(['true', 'TRUE'])('is all or none for the text %j, too', async (allOrNone) => {
    const before = rig.data.tables.Account.size;
    const records = [account('One'), account(null)];
    const { body } = await post('/composite/sobjects', { allOrNone, records });
    expect(body).toEqual([rolledBack, missingName]);
    const compositeRequest = [
      {
        ...{ method: 'POST', url: `${base}/composite/sobjects`, referenceId: 'many' },
        body: { records },
      },
    ];
    await post('/composite', { allOrNone, compositeRequest });
    expect(rig.data.tables.Account.size).toBe(before);
  });

  it.each(['yes', 1, {}])('is not created where allOrNone is %j', async (allOrNone) => {
    const before = rig.data.tables.Account.size;
    for (const [path, body] of [
      ['/composite/sobjects', { allOrNone, records: [account('One')] }],
      ['/composite', { allOrNone, compositeRequest: [] }],
      ['/composite/batch', { haltOnError: allOrNone, batchRequests: [] }],
    ] as const) {
      const answer = await post(path, body);
      expect(answer.status).toBe(400);
      expect(answer.body[0].errorCode).toBe('JSON_PARSER_ERROR');
      expect(answer.body[0].message).toMatch(/^Cannot deserialize instance of boolean from /);
    }
    expect(rig.data.tables.Account.size).toBe(before);
  });

  it('is of at most 200, each of which says what it is', async () => {
    const of = (count: number) => ({ records: Array.from({ length: count }, () => account('x')) });
    const refused = await post('/composite/sobjects', of(201));
    expect(refused.status).toBe(400);
    expect(refused.body).toEqual([
      {
        message: 'record limit reached. cannot submit more than 200 records into this call',
        errorCode: 'EXCEEDED_ID_LIMIT',
      },
    ]);
    expect((await post('/composite/sobjects', of(200))).body).toHaveLength(200);
    const untyped = await post('/composite/sobjects', { records: [{ Name: 'x' }] });
    expect(untyped.body[0].errors[0].statusCode).toBe('INVALID_TYPE');
    const unknown = { attributes: { type: 'Nope' }, Name: 'x' };
    const other = await post('/composite/sobjects', { records: [unknown] });
    expect(other.body[0].errors[0].message).toContain("sObject type 'Nope' is not supported.");
    expect((await post('/composite/sobjects', { records: {} })).status).toBe(400);
  });
});

describe('a collection of changes', () => {
  const update = (body: unknown) => call(collection, { method: 'PATCH', body });

  it('says of each record which it is', async () => {
    const [one, two] = [find('Account', 'Northwind'), find('Account', 'Contoso')];
    const { body } = await update({
      records: [
        { attributes: { type: 'Account' }, id: one.Id, Phone: '1' },
        { attributes: { type: 'Account' }, Id: two.Id, Nope__c: 1 },
        { attributes: { type: 'Account' }, Phone: '1' },
      ],
    });
    expect(body).toMatchObject([
      { id: one.Id, success: true, errors: [] },
      { success: false, errors: [{ statusCode: 'INVALID_FIELD' }] },
      { success: false, errors: [{ statusCode: 'MALFORMED_ID' }] },
    ]);
    expect(rig.data.tables.Account.get(one.Id).Phone).toBe('1');
  });

  it('is taken back with allOrNone, as one of deletions is', async () => {
    const { Id, Phone } = find('Account', 'Northwind');
    const records = [
      { attributes: { type: 'Account' }, Id, Phone: '1' },
      { attributes: { type: 'Account' }, Id: '001000000000000AAA', Phone: '1' },
    ];
    expect((await update({ allOrNone: true, records })).body[0]).toEqual(rolledBack);
    expect(rig.data.tables.Account.get(Id).Phone).toBe(Phone);
    const fresh = (await post('/sobjects/Account', { Name: 'Fresh' })).body.id;
    const path = `${collection}?ids=${fresh},${Id}&allOrNone=true`;
    const { body } = await call(path, { method: 'DELETE' });
    expect(body).toMatchObject([rolledBack, { errors: [{ statusCode: 'DELETE_FAILED' }] }]);
    expect(rig.data.tables.Account.get(fresh).IsDeleted).toBe(false);
  });
});

describe('a collection of ids', () => {
  it('is deleted, whatever the records are of', async () => {
    const account = (await post('/sobjects/Account', { Name: 'x' })).body.id;
    const contact = (await post('/sobjects/Contact', { LastName: 'x' })).body.id;
    const path = `${collection}?ids=${account},nonsense,${contact}`;
    const { status, body } = await call(path, { method: 'DELETE' });
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { id: account, success: true, errors: [] },
      { success: false, errors: [{ statusCode: 'MALFORMED_ID', fields: ['Id'] }] },
      { id: contact, success: true, errors: [] },
    ]);
    const again = await call(`${collection}?ids=${account}`, { method: 'DELETE' });
    expect(again.body[0].errors[0].statusCode).toBe('ENTITY_IS_DELETED');
  });

  it('is read of at most 2,000', async () => {
    const ids = Array.from({ length: 2001 }, () => find('Account', 'Northwind').Id);
    const read = (count: number) =>
      post('/composite/sobjects/Account', { ids: ids.slice(0, count), fields: ['Name'] });
    expect((await read(2000)).body).toHaveLength(2000);
    const { status, body } = await read(2001);
    expect([status, body[0].errorCode]).toEqual([400, 'EXCEEDED_ID_LIMIT']);
    const short = `${base}/composite/sobjects/Account?fields=Name&ids=`;
    expect((await call(short + ids.slice(0, 201).join(','))).body).toHaveLength(201);
  });

  it('is deleted by no other allOrNone than one of the two', async () => {
    const { Id } = find('Account', 'Northwind');
    const path = `${collection}?ids=${Id}&allOrNone=`;
    const { status, body } = await call(`${path}yes`, { method: 'DELETE' });
    expect([status, body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
  });

  it('is read, by GET and by POST, with null for what is not there for the user', async () => {
    const [one, two] = [find('Account', 'Northwind'), find('Account', 'Contoso')];
    const attributes = { type: 'Account', url: `${base}/sobjects/Account/${one.Id}` };
    const expected = [{ attributes, Name: 'Northwind', Id: one.Id }, null];
    const user = 'sam@store.example';
    const path = `/composite/sobjects/Account`;
    const got = await call(`${base}${path}?ids=${one.Id},${two.Id}&fields=name`, { user });
    expect(got.body).toEqual(expected);
    const ids = [one.Id, two.Id];
    expect((await post(path, { ids, fields: ['Name'] }, { user })).body).toEqual(expected);
    const hidden = await post(path, { ids, fields: ['Nope'] }, { user });
    expect([hidden.status, hidden.body[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
    expect((await post(path, { ids: 'x', fields: [] })).status).toBe(400);
  });
});

describe('a collection of upserts', () => {
  const upsert = (records: readonly unknown[], field = 'RequestKey__c') =>
    call(`${collection}/Order/${field}`, { method: 'PATCH', body: { records } });

  it('makes and changes, by the key in each record', async () => {
    const order = (RequestKey__c: string, more: Record<string, unknown> = {}) => ({
      attributes: { type: 'Order' },
      RequestKey__c,
      ...more,
    });
    const AccountId = find('Account', 'Northwind').Id;
    const fresh = { AccountId, EffectiveDate: '2026-11-22', Status: 'Draft' };
    const first = await upsert([order('a', fresh)]);
    const id = first.body[0].id;
    expect(first.body).toMatchObject([{ success: true, created: true, errors: [] }]);
    const { body } = await upsert([
      order('a', { PoNumber: 'PO-1' }),
      order('b'),
      { attributes: { type: 'Account' }, Name: 'x' },
    ]);
    expect(body).toMatchObject([
      { id, success: true, created: false, errors: [] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
      { success: false, errors: [{ statusCode: 'INVALID_TYPE' }] },
    ]);
    expect(rig.data.tables.Order.get(id)).toMatchObject({ RequestKey__c: 'a', PoNumber: 'PO-1' });
  });

  it('takes no record whose key another one has, whichever comes first', async () => {
    const record = (RequestKey__c: string | null) => ({
      ...{ attributes: { type: 'Order' }, RequestKey__c, EffectiveDate: '2026-11-22' },
      ...{ Status: 'Draft', AccountId: find('Account', 'Northwind').Id },
    });
    const { body } = await upsert(['a', 'b', 'A', 'a', null, null].map(record));
    const twice = (key: string) => ({
      success: false,
      errors: [
        {
          statusCode: 'DUPLICATE_VALUE',
          message: `Duplicate external id specified: ${key}`,
          fields: ['RequestKey__c'],
        },
      ],
    });
    const fresh = expect.objectContaining({ success: true, created: true });
    expect(body).toEqual([twice('a'), fresh, twice('A'), twice('a'), fresh, fresh]);
    const { Id } = find('Account', 'Northwind');
    const byId = [Id, Id.slice(0, 15)].map((id) => ({ attributes: { type: 'Account' }, id }));
    const path = `${collection}/Account/Id`;
    const answer = await call(path, { method: 'PATCH', body: { records: byId } });
    expect(answer.body).toMatchObject([
      { errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
    ]);
  });

  it('says which records share a key, and wants a field that is one', async () => {
    const found = [find('Order', '00000100'), find('Order', '00000101')];
    for (const order of found) rig.data.tables.Order.update(order, { RequestKey__c: 'k' });
    const { body } = await upsert([{ attributes: { type: 'Order' }, RequestKey__c: 'k' }]);
    expect(body[0].errors[0].message).toBe(
      `More than 1 record found for external id field: [${found.map(({ Id }) => Id).join(', ')}]`,
    );
    expect((await upsert([], 'Status')).status).toBe(404);
  });
});

describe('a collection within a composite request', () => {
  const parts = (allOrNone: boolean) => ({
    allOrNone,
    compositeRequest: [
      {
        method: 'POST',
        url: collection,
        referenceId: 'many',
        body: { records: [account('One'), account(null)] },
      },
      {
        method: 'POST',
        url: `${base}/sobjects/Contact`,
        referenceId: 'person',
        body: { LastName: 'x', AccountId: '@{many[0].id}' },
      },
    ],
  });

  it('goes its own way where the whole does not say allOrNone', async () => {
    const { body } = await post('/composite', parts(false));
    const [many, person] = body.compositeResponse;
    expect(many.body).toMatchObject([{ success: true }, missingName]);
    expect(person.httpStatusCode).toBe(201);
    expect(rig.data.tables.Contact.get(person.body.id).AccountId).toBe(many.body[0].id);
  });

  it('is all or nothing where the whole is, and takes the whole along', async () => {
    const before = rig.data.tables.Account.size;
    const { body } = await post('/composite', parts(true));
    const [many, person] = body.compositeResponse;
    expect(many).toMatchObject({ httpStatusCode: 200, body: [rolledBack, missingName] });
    expect(person).toMatchObject({
      httpStatusCode: 400,
      body: [{ errorCode: 'PROCESSING_HALTED' }],
    });
    expect(rig.data.tables.Account.size).toBe(before);
  });
});
