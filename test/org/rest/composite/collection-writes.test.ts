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

  it('is deleted by no other allOrNone than one of the two', async () => {
    const { Id } = find('Account', 'Northwind');
    const path = `${collection}?ids=${Id}&allOrNone=`;
    const { status, body } = await call(`${path}yes`, { method: 'DELETE' });
    expect([status, body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
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
