import { describe, expect, it } from 'vitest';
import { base, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;

/** The one error of an answer, without its status. */
async function refusal(object: string, body: unknown) {
  const answer = await post(`/sobjects/${object}`, body);
  expect(answer.status).toBe(400);
  expect(answer.body).toHaveLength(1);
  return answer.body[0];
}

function draft(changes: Record<string, unknown> = {}) {
  const AccountId = find('Account', 'Northwind').Id;
  return { AccountId, EffectiveDate: '2026-11-22', Status: 'Draft', ...changes };
}

describe('a body that is refused', () => {
  it.each([
    ['{"Name":}', "Unexpected character ('}' (code 125)) at [line:1, column:9]"],
    ['{\n  Name: 1}', "Unexpected character ('N' (code 78)) at [line:2, column:3]"],
    ['{"Name": "x"', 'Unexpected end-of-input at [line:1, column:13]'],
    ['{"Name": "x"} y', "Unexpected character ('y' (code 121)) at [line:1, column:15]"],
    ['[]', 'Cannot deserialize the request body: an object is expected at [line:1, column:1]'],
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

describe('values that are refused', () => {
  it('are missing: all at once', async () => {
    expect(await refusal('Account', {})).toEqual({
      message: 'Required fields are missing: [Name]',
      errorCode: 'REQUIRED_FIELD_MISSING',
      fields: ['Name'],
    });
    expect(await refusal('Order', { Status: '', EffectiveDate: null })).toMatchObject({
      message: 'Required fields are missing: [AccountId, EffectiveDate, Status]',
      fields: ['AccountId', 'EffectiveDate', 'Status'],
    });
    const { Id } = find('Account', 'Northwind');
    const emptied = await call(`${base}/sobjects/Account/${Id}`, {
      method: 'PATCH',
      body: { Name: '' },
    });
    expect(emptied.body[0].message).toBe('Required fields are missing: [Name]');
  });

  it('are of fields that there are not, or not for the user', async () => {
    expect(await refusal('Account', { Name: 'x', Nope__c: 1 })).toEqual({
      message: "No such column 'Nope__c' on sobject of type Account",
      errorCode: 'INVALID_FIELD',
    });
    const hidden = await post(
      '/sobjects/Order',
      { ...draft(), InternalNotes__c: 'x' },
      { user: 'ada@northwind.example' },
    );
    expect(hidden.body).toEqual([
      {
        message: "No such column 'InternalNotes__c' on sobject of type Order",
        errorCode: 'INVALID_FIELD',
      },
    ]);
  });

  it('are of fields that nobody writes, or not this user', async () => {
    const readOnly = { Name: 'x', CreatedDate: '2026-01-01T00:00:00Z', IsDeleted: true };
    expect(await refusal('Account', readOnly)).toEqual({
      message:
        'Unable to create/update fields: CreatedDate, IsDeleted. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['CreatedDate', 'IsDeleted'],
    });
    const owned = await post(
      '/sobjects/Case',
      { Subject: 'x', OwnerId: rig.data.userByUsername('ada@northwind.example')?.id },
      { user: 'ada@northwind.example' },
    );
    expect(owned.body[0]).toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['OwnerId'],
    });
    const [item] = rig.data.tables.OrderItem.rows();
    const moved = await call(`${base}/sobjects/OrderItem/${item?.Id ?? ''}`, {
      method: 'PATCH',
      body: { OrderId: item?.OrderId },
    });
    expect(moved.body[0].fields).toEqual(['OrderId']);
  });

  it('are ids of the record itself', async () => {
    const { Id } = find('Account', 'Northwind');
    expect(await refusal('Account', { Name: 'x', Id })).toEqual({
      message: 'cannot specify Id in an insert call',
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['Id'],
    });
    const changed = await call(`${base}/sobjects/Account/${Id}`, {
      method: 'PATCH',
      body: { id: Id, Name: 'x' },
    });
    expect(changed.body).toEqual([
      {
        message: 'The Id field should not be specified in the sobject data.',
        errorCode: 'INVALID_FIELD',
      },
    ]);
  });

  it('are of another type, said with their place', async () => {
    const body = '{\n  "Name": "x",\n  "AnnualRevenue": "much"\n}';
    const { status, body: errors } = await post('/sobjects/Account', body);
    expect(status).toBe(400);
    expect(errors).toEqual([
      {
        message:
          'Cannot deserialize instance of currency from VALUE_STRING value much or request may be missing a required field at [line:3, column:3]',
        errorCode: 'JSON_PARSER_ERROR',
      },
    ]);
    expect(await refusal('Case', { Subject: 'x', IsEscalated: null })).toMatchObject({
      message: 'Is Escalated: value not of required type: ',
      errorCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD',
      fields: ['IsEscalated'],
    });
  });

  it('are too long', async () => {
    const long = 'x'.repeat(256);
    expect(await refusal('Account', { Name: long })).toEqual({
      message: `Account Name: data value too large: ${long} (max length=255)`,
      errorCode: 'STRING_TOO_LONG',
      fields: ['Name'],
    });
  });

  it.each([
    ['NumberOfEmployees', 100_000_000, '100000000'],
    ['AnnualRevenue', 1e18, '1000000000000000000'],
  ])('are out of the range of %s', async (name, value, text) => {
    const error = await refusal('Account', { Name: 'x', [name]: value });
    expect(error).toMatchObject({ errorCode: 'NUMBER_OUTSIDE_VALID_RANGE', fields: [name] });
    expect(error.message).toMatch(
      new RegExp(`: value outside of valid range on numeric field: ${text}$`),
    );
  });

  it.each(['ada', 'ada@', 'a da@x.example', 'ada@example', '@x.example', 'ada@x..example'])(
    'are %j, which is no e-mail address',
    async (address) => {
      expect(await refusal('Contact', { LastName: 'x', Email: address })).toEqual({
        message: `Email: invalid email address: ${address}`,
        errorCode: 'INVALID_EMAIL_ADDRESS',
        fields: ['Email'],
      });
    },
  );

  it('are answered all together, each with its field', async () => {
    const { status, body } = await post('/sobjects/Contact', {
      FirstName: 'x'.repeat(41),
      Email: 'nobody',
      AccountId: 'abc',
    });
    expect(status).toBe(400);
    expect(
      body.map(({ errorCode, fields }: { errorCode: string; fields: string[] }) => [
        errorCode,
        ...fields,
      ]),
    ).toEqual([
      ['STRING_TOO_LONG', 'FirstName'],
      ['INVALID_EMAIL_ADDRESS', 'Email'],
      ['REQUIRED_FIELD_MISSING', 'LastName'],
      ['MALFORMED_ID', 'AccountId'],
    ]);
  });

  it('leave nothing behind', async () => {
    const before = rig.data.tables.Contact.size;
    await post('/sobjects/Contact', { LastName: 'x', Email: 'nobody' });
    expect(rig.data.tables.Contact.size).toBe(before);
  });
});

describe('lookups that are refused', () => {
  const contact = (AccountId: unknown) => refusal('Contact', { LastName: 'x', AccountId });

  it('hold no id', async () => {
    expect(await contact('abc')).toEqual({
      message: 'Account ID: id value of incorrect type: abc',
      errorCode: 'MALFORMED_ID',
      fields: ['AccountId'],
    });
    expect(await contact('001000000000000AAB')).toMatchObject({ errorCode: 'MALFORMED_ID' });
  });

  it("hold another object's id", async () => {
    const { Id } = find('Order', '00000100');
    expect(await contact(Id)).toEqual({
      message: `Account ID: id value of incorrect type: ${Id.slice(0, 15)}`,
      errorCode: 'FIELD_INTEGRITY_EXCEPTION',
      fields: ['AccountId'],
    });
  });

  it('hold the id of nothing, and of something deleted', async () => {
    expect(await contact('001000000000000AAA')).toEqual({
      message: 'invalid cross reference id',
      errorCode: 'INVALID_CROSS_REFERENCE_KEY',
      fields: [],
    });
    const { body } = await post('/sobjects/Account', { Name: 'Short-lived' });
    await call(`${base}/sobjects/Account/${body.id}`, { method: 'DELETE' });
    expect(await contact(body.id)).toEqual({
      message: 'entity is deleted',
      errorCode: 'ENTITY_IS_DELETED',
      fields: [],
    });
  });

  it('name a parent by a key that nobody holds, or that is no key', async () => {
    const about = (Order__r: unknown) => refusal('Case', { Subject: 'x', Order__r });
    expect(await about({ RequestKey__c: 'k' })).toEqual({
      message: 'Foreign key external ID: k not found for field RequestKey__c in entity Order',
      errorCode: 'INVALID_FIELD',
    });
    expect(await about({ Status: 'Draft' })).toEqual({
      message:
        'Field name provided, Status does not match an External ID, Salesforce Id, or indexed field for Order',
      errorCode: 'INVALID_FIELD',
    });
  });

  it('name a parent by a key that two hold', async () => {
    const ids = ['00000100', '00000101'].map((number) => {
      const order = find('Order', number);
      rig.data.tables.Order.update(order, { RequestKey__c: 'k' });
      return order.Id;
    });
    expect(await refusal('Case', { Subject: 'x', Order__r: { RequestKey__c: 'k' } })).toMatchObject(
      {
        message: `More than 1 record found for external id field: [${ids.join(', ')}]`,
      },
    );
  });
});

describe('a key that is taken', () => {
  it('is refused with the id of who holds it, in any case, until that is deleted', async () => {
    const first = await post('/sobjects/Order', draft({ RequestKey__c: 'Key-1' }));
    const taken = draft({ RequestKey__c: 'kEY-1' });
    expect(await refusal('Order', taken)).toEqual({
      message: `duplicate value found: RequestKey__c duplicates value on record with id: ${first.body.id.slice(0, 15)}`,
      errorCode: 'DUPLICATE_VALUE',
      fields: [],
    });
    const { Id } = find('Order', '00000100');
    const patched = await call(`${base}/sobjects/Order/${Id}`, {
      method: 'PATCH',
      body: { RequestKey__c: 'Key-1' },
    });
    expect(patched.body[0].errorCode).toBe('DUPLICATE_VALUE');
    const own = await call(`${base}/sobjects/Order/${first.body.id}`, {
      method: 'PATCH',
      body: { RequestKey__c: 'Key-1' },
    });
    expect(own.status).toBe(204);
    await call(`${base}/sobjects/Order/${first.body.id}`, { method: 'DELETE' });
    expect((await post('/sobjects/Order', taken)).status).toBe(201);
  });
});

describe('a record that cannot be written', () => {
  const ways = ['PATCH', 'DELETE'] as const;
  const write = (method: (typeof ways)[number], path: string, user?: string) =>
    call(`${base}${path}`, {
      method,
      ...(method === 'PATCH' && { body: { Phone: '1' } }),
      ...(user !== undefined && { user }),
    });

  it.each(ways)('is none (%s)', async (method) => {
    const { status, body } = await write(method, '/sobjects/Account/001000000000000AAA');
    expect(status).toBe(404);
    expect(body).toEqual([
      {
        message: 'invalid cross reference id',
        errorCode: 'INVALID_CROSS_REFERENCE_KEY',
        fields: [],
      },
    ]);
  });

  it.each(ways)('is deleted (%s)', async (method) => {
    const { body: created } = await post('/sobjects/Account', { Name: 'Short-lived' });
    await write('DELETE', `/sobjects/Account/${created.id}`);
    const { status, body } = await write(method, `/sobjects/Account/${created.id}`);
    expect([status, body[0].errorCode]).toEqual([404, 'ENTITY_IS_DELETED']);
  });

  it.each(ways)("is another object's, or no id at all (%s)", async (method) => {
    const { Id } = find('Order', '00000100');
    const { status, body } = await write(method, `/sobjects/Account/${Id}`);
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        message: `Account ID: id value of incorrect type: ${Id}`,
        errorCode: 'MALFORMED_ID',
        fields: ['Id'],
      },
    ]);
    expect((await write(method, '/sobjects/Account/abc')).body[0].errorCode).toBe('NOT_FOUND');
  });

  it.each(ways)("is another's, whom sharing keeps apart (%s)", async (method) => {
    const { Id } = find('Account', 'Contoso');
    const { status, body } = await write(method, `/sobjects/Account/${Id}`, 'sam@store.example');
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        message: `insufficient access rights on cross-reference id: ${Id.slice(0, 15)}`,
        errorCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
        fields: [],
      },
    ]);
    expect(rig.data.tables.Account.get(Id)).toMatchObject({ IsDeleted: false });
  });
});
